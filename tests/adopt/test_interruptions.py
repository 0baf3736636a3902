"""`kill -9` in the middle of an adoption: what is left, and what the next run makes of it."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest

from refdb import db, ledger

_FILES = {
    "1_first.sql": "-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table a;\n",
    "2_second.sql": "-- migrate:up\ncreate table b ();\n-- migrate:down\ndrop table b;\n",
    "3_third.sql": "-- migrate:up\ncreate table c ();\n-- migrate:down\ndrop table c;\n",
}
_LEDGER = (
    "create table schema_migrations (version varchar primary key);\n"
    "insert into schema_migrations values ('1'), ('2')"
)
_TREE = [
    f"{name}{kind}.sql"
    for name in ("0001_first", "0002_second", "0003_third")
    for kind in (".rollback", "")
]
_STATES = {"0001_first": "applied", "0002_second": "applied", "0003_third": "pending"}
# A commit that waits until the advisory lock 1 is free.
_SLOW_COMMIT = """
create function wait() returns trigger language plpgsql as
$$ begin perform pg_advisory_xact_lock(1); return null; end $$;
create constraint trigger wait after insert on refdb.migration
deferrable initially deferred for each row execute function wait();
"""
_OURS = "from pg_stat_activity where application_name = 'refdb' and datname = current_database()"
_WAITS_FOR_A_LOCK = f"exists (select {_OURS} and wait_event_type = 'Lock')"
# Between two statements of its transaction it is idle for a moment only.
_WRITES_A_FILE = (
    f"exists (select {_OURS} and state = 'idle in transaction' "
    "and state_change < clock_timestamp() - interval '300 ms')"
)


@pytest.fixture
def dbmate(place):
    """Answers a folder that dbmate migrated: two of three are applied."""
    place.write(_FILES, "db/migrations")
    place.run(_LEDGER)
    return place


def _wait_for(place, condition) -> None:
    with psycopg.connect(place.url, autocommit=True) as conn:
        for _ in range(400):
            if conn.execute(f"select {condition}").fetchall()[0][0]:
                return
            time.sleep(0.05)
    pytest.fail(f"never true: {condition}")


def _kill_when(place, condition, tool="dbmate") -> None:
    command = [sys.executable, "-m", "refdb", "adopt", "--from", tool, "--target", place.url]
    runner = subprocess.Popen(
        command, cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(place, condition)
    finally:
        runner.kill()
        runner.wait()


@contextmanager
def _holding(place, statement):
    """Holds what a statement locks, in a transaction that is undone at the end."""
    with psycopg.connect(place.url) as conn:
        conn.execute(statement)
        yield
        conn.rollback()


def _end(place, fate) -> None:
    """Ends what the dead client's server process still does, or waits until it has ended."""
    if fate == "terminated":
        place.run(f"select pg_terminate_backend(pid) {_OURS}")
        _wait_for(place, f"not exists (select {_OURS})")


def _recorded(place):
    """How many migrations refdb's and yoyo's ledgers hold; 0 where there are none."""
    if place.rows("select to_regclass('refdb.migration') is null") == [(True,)]:
        return (0, 0)
    (found,) = place.rows(
        "select (select count(*) from refdb.migration), (select count(*) from _yoyo_migration)"
    )
    return found


def _is_whole(place) -> None:
    """Every file and every row is there, nothing else is, and refdb goes on from there."""
    assert place.tree() == _TREE
    assert place.states() == _STATES
    assert _recorded(place) == (2, 2)
    assert place.refdb("apply").code == 0
    assert place.rows("select to_regclass('a') is null, to_regclass('c') is null") == [
        (True, False)
    ]


@pytest.mark.parametrize("fate", ["terminated", "goes on"])
@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("lock table schema_migrations", id="reading"),
        pytest.param("create schema refdb", id="making the ledger"),
    ],
)
def test_killed_before_a_file_is_written(dbmate, statement, fate) -> None:
    """While it reads, or makes the ledger: no file, no row, and the next run does it all."""
    with _holding(dbmate, statement):
        _kill_when(dbmate, _WAITS_FOR_A_LOCK)
        _end(dbmate, fate)
    assert dbmate.tree() == []
    assert dbmate.refdb("adopt", "--from", "dbmate").code == 0
    _is_whole(dbmate)


@pytest.mark.parametrize("name", [_TREE[1], _TREE[2], _TREE[-1]])
def test_killed_while_it_writes_the_files(dbmate, name) -> None:
    """Some files whole, one half, no row: the next run writes the rest and records."""
    half = dbmate.write({}, "sql/migrations") / f".{name}.new"
    half.parent.mkdir(parents=True)
    os.mkfifo(half)  # whoever opens it waits for a reader
    _kill_when(dbmate, _WRITES_A_FILE)
    half.unlink()
    half.write_text("-- why: Half a fi", encoding="utf-8")
    _wait_for(dbmate, f"not exists (select {_OURS})")
    assert len(dbmate.tree()) < len(_TREE) + 1
    assert _recorded(dbmate) == (0, 0)
    assert dbmate.refdb("adopt", "--from", "dbmate").code == 0
    _is_whole(dbmate)


@pytest.mark.parametrize(("fate", "rows", "code"), [("terminated", 0, 0), ("goes on", 2, 4)])
def test_killed_in_the_commit(dbmate, fate, rows, code) -> None:
    """All files, and all rows or none: then the next run records, or says that it is done."""
    with db.connect(dbmate.url) as conn:
        ledger.create(conn)
    dbmate.run(_SLOW_COMMIT)
    with _holding(dbmate, "select pg_advisory_xact_lock(1)"):
        _kill_when(dbmate, _WAITS_FOR_A_LOCK)
        _end(dbmate, fate)
    _wait_for(dbmate, f"not exists (select {_OURS})")
    assert dbmate.tree() == _TREE
    assert _recorded(dbmate) == (rows, rows)
    again = dbmate.refdb("adopt", "--from", "dbmate")
    assert again.code == code
    assert ("It is adopted already" in again.err) == (code == 4)
    _is_whole(dbmate)


def test_killed_while_it_reads_the_catalog_for_a_baseline(place) -> None:
    """While pg_dump waits for a table: nothing is left, and the next run makes the baseline."""
    place.run("create table a (id integer primary key)")
    with _holding(place, "lock table a"):
        _kill_when(place, "exists (select from pg_locks where not granted)", "baseline")
    assert place.tree() == []
    assert place.refdb("adopt", "--baseline").code == 0
    assert list(place.states().values()) == ["applied"]
    assert [name for name in place.tree() if name.startswith(".")] == []
