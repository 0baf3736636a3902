"""Upkeep on a busy database: jobs beside themselves and beside writers; killed rebuilds."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import config
from refdb.project import Project
from servers import VERSIONS
from sessions import ask, at_once, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_BIG = """
drop table if exists public.upkept;
create table public.upkept (id integer not null, word text);
insert into public.upkept select n, 'word' from generate_series(1, 20000) as n;
create index upkept_id_idx on public.upkept (id);
delete from public.upkept where id % 10 > 0;
analyze public.upkept
"""
_REBUILD = "reindex index concurrently public.upkept_id_idx"
_INVALID = (
    "select count(*) from pg_index where not indisvalid and indrelid = 'public.upkept'::regclass"
)
_VALID = "select indisvalid from pg_index where indexrelid = 'public.upkept_id_idx'::regclass"
_WAITS = "select count(*) > 0 from pg_stat_activity where query = %s and wait_event_type = 'Lock'"
_TIDY = "select public.drop_broken_referral_indexes()"
_COMMAND = "select command from cron.job where jobname = 'rebuild_referral_index'"


@pytest.fixture(scope="module", params=VERSIONS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Answers the URL of a database with the schema and a school, on each version in turn."""
    project = Project(config.Config(root=_ROOT))
    with project.throwaway(postgres=request.param) as opened:
        ask(opened.url, "insert into public.organizations (name, slug) values ('A', 'a')")
        yield opened.url


@pytest.fixture
def bloated(url) -> str:
    """Answers the same, with a table whose index is bloated."""
    for statement in _BIG.strip().split(";"):
        ask(url, statement)
    return url


def _jobs(url) -> list[str]:
    return [row[0] for row in ask(url, "select command from cron.job order by jobname")]


def test_each_job_runs_twice_at_once_and_beside_a_writer(url) -> None:
    """A job runs again, beside itself, and beside a writer who ends without having waited."""
    school = ask(url, "select id from public.organizations")[0][0]
    work = (
        "insert into public.referral_outbox (organization_id, topic, payload) "
        f"values ('{school}', 'refresh_analytics', '{{}}')"
    )
    jobs = _jobs(url)
    assert len(jobs) == 11
    for command in jobs:
        with psycopg.connect(url, options="-c lock_timeout=5s") as writer:
            writer.execute(work)
            writer.execute("select public.record_referral_metric('dashboard', 1)")
            at_once(2, lambda _, command=command: ask(url, command))
            writer.execute(work)
            writer.execute("select public.record_referral_metric('dashboard', 1)")
        ask(url, command)


def test_the_worst_index_is_chosen_rebuilt_and_not_chosen_again(bloated) -> None:
    """The job's own command takes the bloat away, and then there is nothing to do."""
    before = ask(bloated, "select pg_relation_size('public.upkept_id_idx')")[0][0]
    choose = "select public.choose_referral_index(50, 65536)"
    assert ask(bloated, choose) == [("upkept_id_idx",)]
    ((command,),) = ask(bloated, _COMMAND)
    assert command == _REBUILD
    ask(bloated, command)
    assert ask(bloated, "select pg_relation_size('public.upkept_id_idx')")[0][0] < before / 5
    assert ask(bloated, choose) == [(None,)]
    assert ask(bloated, _COMMAND) == [("select 'no index is bloated'",)]


def test_an_index_whose_table_is_worked_on_is_not_chosen(bloated) -> None:
    """While somebody rebuilds or vacuums there, nothing of that table is chosen."""
    with psycopg.connect(bloated) as other:
        other.execute("lock table public.upkept in share update exclusive mode")
        assert ask(bloated, "select public.choose_referral_index(50, 65536)") == [(None,)]


def test_a_killed_rebuild_leaves_nothing(bloated) -> None:
    """What it leaves is put off while the table is busy, and dropped after; the index is whole."""
    with psycopg.connect(bloated) as writer:
        writer.execute("update public.upkept set word = 'other' where id = 10")
        rebuilding = threading.Thread(target=lambda: _cut_off(bloated))
        rebuilding.start()
        wait_until(bloated, _WAITS, [_REBUILD])
        assert ask(bloated, _TIDY) == [(0,)], "the rebuild is at work"
        ask(
            bloated,
            f"select pg_terminate_backend(pid) from pg_stat_activity where query = '{_REBUILD}'",
        )
        rebuilding.join()
        assert ask(bloated, _INVALID) == [(1,)]
        assert ask(bloated, _TIDY) == [(0,)], "the table is busy"
    assert ask(bloated, _TIDY) == [(1,)]
    assert ask(bloated, _INVALID) == [(0,)]
    assert ask(bloated, _VALID) == [(True,)]


def _cut_off(url) -> None:
    with suppress(psycopg.Error):
        ask(url, _REBUILD)


def test_two_rebuilds_at_once_leave_nothing(bloated) -> None:
    """Both may end well, or one end as a deadlock's victim: the index is whole, nothing is left."""
    at_once(2, lambda _: _cut_off(bloated))
    ask(bloated, _TIDY)
    assert ask(bloated, _INVALID) == [(0,)]
    assert ask(bloated, _VALID) == [(True,)]
