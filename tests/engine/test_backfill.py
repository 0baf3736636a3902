"""Backfills: repeated in small transactions until nothing is left to change."""

import subprocess
import sys
import time

import psycopg
import pytest

from refdb import config
from refdb.engine import Listener
from refdb.errors import BadTreeError, StatementFailedError
from refdb.project import Project
from trees import write_tree


class _Seeing(Listener):
    """Keeps what it is told of a backfill's progress."""

    def __init__(self) -> None:
        self.rows = []

    def on_progress(self, progress) -> None:
        self.rows.append(progress.rows)


_TABLE = {
    "0001_t.sql": "create table t (id integer primary key, x integer);\n"
    "insert into t (id) select generate_series(1, 1000);\n",
    "0001_t.rollback.sql": "drop table t;\n",
}
_BATCH = (
    "update t set x = id where id in (select id from t where x is null order by id limit 100);\n"
)


def _files(statement=_BATCH, headers="-- repeat: until 0 rows\n"):
    return _TABLE | {
        "0002_fill.sql": f"{headers}{statement}",
        "0002_fill.rollback.sql": "-- repeat: until 0 rows\n"
        "update t set x = null where id in (select id from t where x is not null limit 300);\n",
    }


@pytest.fixture
def at(tmp_path, database):
    """Answers a function that writes migrations and answers their project."""

    def build(files, **more) -> Project:
        write_tree(tmp_path, files)
        return Project(config.Config(root=tmp_path), target=database, **more)

    build.url = database
    build.folder = tmp_path
    return build


def _query(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(sql).fetchall()


def test_backfill_runs_until_no_row_is_left(at) -> None:
    """Ten batches of a hundred, each its own transaction, forward and back."""
    seen = _Seeing()
    project = at(_files(), listener=seen)
    project.apply()
    assert seen.rows == list(range(100, 1001, 100))
    assert _query(
        at.url, "select count(*) filter (where x = id), count(distinct xmin::text) from t"
    ) == [(1000, 10)]
    project.rollback()
    assert _query(at.url, "select count(x) from t") == [(0,)]


def test_killed_backfill_goes_on(at) -> None:
    """What was changed before a kill stays changed, and the next run does the rest."""
    project = at(_files(headers="-- repeat: until 0 rows\n-- pause: 200ms\n"))
    project.apply(to="1")
    command = [sys.executable, "-m", "refdb", "apply", "--target", at.url]
    runner = subprocess.Popen(command, cwd=at.folder, stderr=subprocess.DEVNULL)
    done = 0
    for _ in range(400):
        done = _query(at.url, "select count(x) from t")[0][0]
        if done >= 200:
            break
        time.sleep(0.05)
    runner.kill()
    runner.wait()
    assert 200 <= done < 1000
    seen = _Seeing()
    at(_files(), listener=seen).apply()
    assert seen.rows[-1] == 1000
    assert _query(at.url, "select count(x) from t") == [(1000,)]
    assert _query(at.url, "select count(*) from refdb.step") == [(0,)]


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ("-- repeat: until 0 rows\n", "without an end"),
        ("-- repeat: until 0 rows, at most 3 times\n", "3,000 in 3 runs"),
    ],
)
def test_statement_without_an_end_is_stopped(at, headers, message) -> None:
    """A statement that finds the same rows again and again ends with a clear error."""
    project = at(_files("update t set x = coalesce(x, 0) + 1;\n", headers))
    with pytest.raises(StatementFailedError, match=message) as caught:
        project.apply()
    assert caught.value.line == 2
    assert "must not match" in caught.value.hint
    assert project.status().states[1].state == "unfinished"


def test_failing_batch_keeps_those_before(at) -> None:
    """An error in a later batch is told with its place, and a mended text goes on."""
    divide = (
        "update t set x = 10 / (id - 150) where id in (select id from t where x is null "
        "order by id limit 100);\n"
    )
    project = at(_files(divide))
    with pytest.raises(StatementFailedError, match="division by zero"):
        project.apply()
    assert _query(at.url, "select count(x) from t") == [(100,)]
    at(_files()).apply()
    assert _query(at.url, "select count(x) from t") == [(1000,)]


@pytest.mark.parametrize(
    ("headers", "statement", "message"),
    [
        ("-- repeat: for ever\n", _BATCH, "is not understood"),
        ("-- repeat: until 0 rows\n-- pause: a bit\n", _BATCH, "is no duration"),
        ("-- repeat: until 0 rows\n", _BATCH + _BATCH, "only one can be repeated"),
    ],
)
def test_wrong_repeat_is_told(at, headers, statement, message) -> None:
    """A header that is not of the form, or a second statement, is refused before anything runs."""
    with pytest.raises(BadTreeError, match=message):
        at(_files(statement, headers)).apply()
