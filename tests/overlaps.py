"""Jobs, workers and readers in each other's way: the lines that one session alone cannot run."""

from __future__ import annotations

import psycopg

from sessions import ask, at_once, pid_of, wait_until

_DUE = """
insert into public.referral_outbox (organization_id, topic, payload)
select id, 'refresh_analytics', '{}' from public.organizations, generate_series(1, 60)
"""
_JUDGE = """
insert into public.referral_outbox (organization_id, topic, payload)
select organization_id, 'award_achievements',
    jsonb_build_object('user_ids', jsonb_build_array(user_id), 'since', current_date)
from public.user_rankings
"""
_RANKINGS = "select from public.user_rankings for update"
_OLD_METRIC = """
insert into public.referral_performance_metrics (query_type, execution_time_ms, created_at)
values ('dashboard', 1, now() - interval '40 days')
"""
_ONE_AT_A_TIME = (
    "enqueue_recent_referrers",
    "sample_referral_cache",
    "drain_referral_outbox_batch",
    "choose_referral_index",
    "drop_broken_referral_indexes",
)
_LEFTOVER = """
create index leftover_ccnew on public.referral_outbox (topic);
update pg_index set indisvalid = false where indexrelid = 'public.leftover_ccnew'::regclass
"""
_TIDY = "select public.drop_broken_referral_indexes()"
_UPKEEP = "select * from public.maintain_referral_metrics()"
_READ = "select * from public.get_referral_leaderboard_cached('{}')"


def be_in_the_way_of_jobs(url: str) -> None:
    """Runs each job beside itself, and each worker beside whoever has what it needs."""
    for job in _ONE_AT_A_TIME:
        with psycopg.connect(url) as other:
            other.execute(f"select public.{job}()")
            assert ask(url, f"select public.{job}()")[0][0] in (0, False, None)
    ask(url, _DUE)
    ask(url, "call public.drain_referral_outbox()")
    ask(url, _JUDGE)
    with psycopg.connect(url) as other:
        other.execute(_RANKINGS)
        assert ask(url, "select postponed > 0 from public.process_referral_outbox()") == [(True,)]


def be_in_the_way_of_upkeep(url: str) -> None:
    """Runs the metrics' upkeep beside itself, a writer, a reader and somebody with an old row."""
    with psycopg.connect(url) as other:
        other.execute(_UPKEEP)
        assert ask(url, _UPKEEP) == [(0, 0, 0)]
        other.rollback()
        other.execute("select public.record_referral_metric('dashboard', 1)")
        assert ask(url, _UPKEEP) == [(0, 0, 0)]
    ask(url, _OLD_METRIC)
    with psycopg.connect(url) as other:
        other.execute("select from public.referral_performance_metrics_default for update")
        assert ask(url, _UPKEEP) == [(0, 0, 0)]
    ask(url, _UPKEEP)
    ask(url, "select public.add_referral_metrics_partition('2020-01-01')")
    with psycopg.connect(url) as other:
        other.execute("select from public.referral_performance_metrics")
        assert ask(url, _UPKEEP) == [(0, 0, 0)]


def be_in_the_way_of_tidying(url: str) -> None:
    """Works on a table whose broken index is to be dropped: that is put off, and done after."""
    for statement in _LEFTOVER.split(";"):
        ask(url, statement)
    with psycopg.connect(url) as other:
        other.execute("select from public.referral_outbox limit 1")
        assert ask(url, _TIDY) == [(0,)]
    assert ask(url, _TIDY) == [(1,)]


def be_in_the_way_of_readers(url: str) -> None:
    """Reads a leaderboard while another session builds it: waiting in vain, not, and not at all."""
    read = _READ.format(ask(url, "select id from public.organizations limit 1")[0][0])
    ask(url, "delete from public.referral_leaderboard_cache")
    with psycopg.connect(url) as other:
        other.execute(read)
        ask(url, read)
        other.rollback()
        other.execute(read)
        with psycopg.connect(url, autocommit=True) as reader:
            waits = "select wait_event = 'advisory' from pg_stat_activity where pid = %s"

            def work(number: int) -> None:
                if number == 0:
                    reader.execute(read)
                else:
                    wait_until(url, waits, [pid_of(reader)])
                    other.commit()

            at_once(2, work)
    ask(url, "update public.referral_leaderboard_cache set expires_at = clock_timestamp()")
    with psycopg.connect(url) as other:
        other.execute(read)
        ask(url, read)
