"""Workers of the outbox beside one another, and one that dies."""

from __future__ import annotations

import psycopg
import pytest

from sessions import PATIENT, SCHOOL, ask, at_once, open_school, pid_of, wait_until

_WORK = 300

# Each piece of work leaves a row of who did it, and one that is called slow waits for a lock.
_RECORDING = """
create table handled (work_id bigint, pid integer, began timestamptz, ended timestamptz);
create function public.handle_slowly(p_payload jsonb) returns void language plpgsql as $$
declare
    v_began timestamptz := clock_timestamp();
begin
    if p_payload ? 'blocked' then
        perform pg_advisory_xact_lock(4711);
    end if;
    perform pg_sleep(0.002);
    insert into public.handled
    values ((p_payload ->> 'number')::bigint, pg_backend_pid(), v_began, clock_timestamp());
end;
$$;
create or replace function public.handle_referral_work(
    p_topic text,
    p_organization_id uuid,
    p_payload jsonb,
    p_created_at timestamptz
)
returns void
language sql
as 'select public.handle_slowly(p_payload)';
"""


@pytest.fixture
def url(site) -> str:
    """Answers a school whose outbox has 300 pieces of work, with a handler that records."""
    opened = open_school(site)
    ask(opened, _RECORDING)
    ask(
        opened,
        "insert into public.referral_outbox (organization_id, topic, payload) "
        f"select '{SCHOOL}', 'recorded', jsonb_build_object('number', number) "
        f"from generate_series(1, {_WORK}) as number",
    )
    return opened


def _drain(url: str, limit: int = 20) -> int:
    with psycopg.connect(url, autocommit=True, options=PATIENT) as conn:
        done, idle = 0, 0
        while idle < 2:
            batch = conn.execute(
                "select processed from public.process_referral_outbox(%s)", [limit]
            ).fetchone()[0]
            done, idle = done + batch, 0 if batch else idle + 1
        return done


def test_workers_at_once_do_each_piece_once(url) -> None:
    """Four workers share the work: all of it is done, nothing twice, and more than one works."""
    done = at_once(4, lambda _: _drain(url))
    assert sum(done) == _WORK
    assert ask(url, "select count(*), count(distinct work_id) from handled") == [(_WORK, _WORK)]
    assert ask(url, "select count(distinct pid) > 1 from handled") == [(True,)]


def test_work_of_another_worker_is_skipped(url) -> None:
    """While one worker is at a piece of work, another does all the rest and not this one."""
    ask(url, "update public.referral_outbox set payload = payload || '{\"blocked\": 1}', "
             "available_at = available_at - interval '1 day' "
             "where payload ->> 'number' = '7'")  # fmt: skip
    with psycopg.connect(url, autocommit=True) as gate, psycopg.connect(url) as slow:
        gate.execute("select pg_advisory_lock(4711)")
        with psycopg.connect(url, autocommit=True) as looker:
            first = at_once(
                2,
                lambda number: (
                    slow.execute("select processed from public.process_referral_outbox(1)")
                    if number == 0
                    else _beside(url, gate, pid_of(slow))
                ),
            )
            assert first[0].fetchone() == (1,)
            slow.commit()
            assert first[1] == _WORK - 1
            assert looker.execute(
                "select count(*), count(distinct work_id) from handled"
            ).fetchone() == (_WORK, _WORK)


def _beside(url: str, gate: psycopg.Connection, pid: int) -> int:
    """Drains while the other waits at the gate, which is opened then."""
    try:
        wait_until(
            url, "select wait_event = 'advisory' from pg_stat_activity where pid = %s", [pid]
        )
        return _drain(url)
    finally:
        gate.execute("select pg_advisory_unlock(4711)")


def test_a_worker_that_dies_loses_nothing(url) -> None:
    """The work of a killed worker is as it was, and another one does it, each piece once."""
    ask(url, "update public.referral_outbox set payload = payload || '{\"blocked\": 1}' "
             "where payload ->> 'number' = '50'")  # fmt: skip
    with psycopg.connect(url, autocommit=True) as gate, psycopg.connect(url) as doomed:
        gate.execute("select pg_advisory_lock(4711)")

        def work(number: int) -> str:
            if number == 0:
                try:
                    doomed.execute("select public.process_referral_outbox(100)")
                except psycopg.OperationalError as error:
                    return error.sqlstate or "gone"
                return "done"
            waits = "select wait_event = 'advisory' from pg_stat_activity where pid = %s"
            wait_until(url, waits, [pid_of(doomed)])
            assert ask(url, "select pg_terminate_backend(%s)", pid_of(doomed)) == [(True,)]
            return ""

        assert at_once(2, work)[0] == "57P01"
        wait_until(
            url,
            "select count(*) = 0 from pg_stat_activity where query ~ 'process_referral_outbox[(]1'",
        )
        assert ask(url, "select count(*) from handled") == [(0,)]
        assert ask(
            url, "select count(*), max(attempts) from public.referral_outbox "
                 "where processed_at is null")[0] == (_WORK, 0)  # fmt: skip
        gate.execute("select pg_advisory_unlock(4711)")
    assert sum(at_once(2, lambda _: _drain(url))) == _WORK
    assert ask(url, "select count(*), count(distinct work_id) from handled") == [(_WORK, _WORK)]


def test_the_scheduled_run_empties_the_outbox_and_commits_on_the_way(url) -> None:
    """The procedure does everything that is due, in transactions of 100."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("call public.drain_referral_outbox()")
    assert ask(url, "select count(*) from public.referral_outbox where processed_at is null") == [
        (0,)
    ]
    assert ask(url, "select count(distinct xmin::text) >= 3 from handled") == [(True,)]


def test_a_scheduled_run_beside_its_predecessor_does_nothing(url) -> None:
    """While one batch is open, another run returns at once without any work."""
    with psycopg.connect(url) as first, psycopg.connect(url, autocommit=True) as second:
        assert first.execute("select public.drain_referral_outbox_batch()").fetchone() == (True,)
        second.execute("set statement_timeout = '10s'")
        second.execute("call public.drain_referral_outbox()")
        assert second.execute("select count(*) from handled").fetchone() == (0,)
        first.commit()
    assert ask(url, "select count(*) from handled") == [(100,)]
