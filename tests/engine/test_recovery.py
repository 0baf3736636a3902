"""Non-transactional migrations that were cut off, and how the next run goes on."""

import subprocess
import sys
import time
from dataclasses import replace

import psycopg
import pytest

from refdb import config, sqltext
from refdb.engine import recovery
from refdb.errors import RefusedError, StatementFailedError
from refdb.project import Project
from refdb.tree import checksum
from trees import write_tree

_TABLE = {
    "0001_t.sql": "create table t (x integer);\ninsert into t select generate_series(1, 1000);\n",
    "0001_t.rollback.sql": "drop table t;\n",
}
_BUILD = "create index concurrently t_x_idx on public.t (x)"
_DROP = "drop index concurrently public.t_x_idx"


def _files(apply: str, rollback: str = _DROP) -> dict[str, str]:
    return _TABLE | {
        "0002_alone.sql": f"-- transactional: false\n{apply};\n",
        "0002_alone.rollback.sql": f"{rollback};\n",
    }


@pytest.fixture
def at(tmp_path, database):
    """Answers a function that writes migrations, applies the first, and answers the project."""

    def build(files) -> Project:
        write_tree(tmp_path, files)
        project = Project(config.Config(root=tmp_path, lock_wait=30), target=database)
        project.apply(to="1")
        return project

    build.url = database
    build.folder = tmp_path
    return build


def _query(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(sql).fetchall()


def _run(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql)


def _leave_step(url, statement, direction="apply") -> None:
    """What a run leaves that died at this moment: the intent, not the end."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "insert into refdb.step (migration_id, direction, position, statement_checksum) "
            "values ('0002_alone', %s, 1, %s)",
            [direction, checksum(statement)],
        )


def _indexes(url):
    return _query(
        url,
        "select relname, indisvalid, indexrelid from pg_index join pg_class on oid = indexrelid "
        "where indrelid = 't'::regclass",
    )


def _good_end(project, url):
    """Applied, every index valid, no step left."""
    assert [one.state for one in project.status().states] == ["applied", "applied"]
    assert all(is_valid for _, is_valid, _ in _indexes(url))
    assert _query(url, "select * from refdb.step") == []


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        (_BUILD, recovery.IndexBuild('"public"."t"', "t_x_idx")),
        ("create index concurrently on t (x)", recovery.Unknowable()),
        (_DROP, recovery.IndexDrop('"public"."t_x_idx"')),
        ("reindex table concurrently t", recovery.Reindex('"t"')),
        ("reindex (concurrently) schema public", recovery.Reindex(schema="public")),
        ("reindex (concurrently) database d", recovery.Reindex()),
        ("vacuum t", recovery.Repeatable()),
        ("alter table p detach partition q concurrently", recovery.Detach('"p"', '"q"')),
        ("update t set x = 1", recovery.Atomic()),
        ("create index t_x_idx on t (x)", recovery.Atomic()),
        ("call p()", recovery.Unknowable()),
        ("do $$ begin end $$", recovery.Unknowable()),
        ("create database d", recovery.Unknowable()),
    ],
)
def test_kind_says_what_can_be_known(sql, kind) -> None:
    """Each statement is known for what its interruption can leave."""
    assert recovery.kind_of(sqltext.split(sql)[0]) == kind


def test_build_that_never_began_is_run(at) -> None:
    """An intent without an index means that the index is still to be built."""
    project = at(_files(_BUILD))
    _leave_step(at.url, _BUILD)
    project.apply()
    _good_end(project, at.url)


def test_build_that_ended_unrecorded_is_not_run_again(at) -> None:
    """A valid index whose end was not written is recorded and left as it is."""
    project = at(_files(_BUILD))
    _leave_step(at.url, _BUILD)
    _run(at.url, _BUILD)
    before = _indexes(at.url)
    project.apply()
    _good_end(project, at.url)
    assert _indexes(at.url) == before


def test_invalid_index_is_dropped_and_built_again(at) -> None:
    """A unique build that fails leaves an invalid index, which the next run replaces."""
    unique = _BUILD.replace("create index", "create unique index")
    project = at(_files(unique))
    _run(at.url, "insert into t values (1)")
    with pytest.raises(StatementFailedError, match="could not create unique index"):
        project.apply()
    assert [is_valid for _, is_valid, _ in _indexes(at.url)] == [False]
    assert project.status().states[1].state == "unfinished"
    _run(at.url, "delete from t where x = 1")
    project.apply()
    _good_end(project, at.url)


def test_if_not_exists_over_an_invalid_index_is_no_success(at) -> None:
    """The server calls it a success; refdb does not."""
    unique = _BUILD.replace("create index", "create unique index")
    project = at(_files(_BUILD.replace("concurrently", "concurrently if not exists")))
    _run(at.url, "insert into t values (1)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        _run(at.url, unique)
    with pytest.raises(StatementFailedError, match="t_x_idx is invalid"):
        project.apply()
    project.apply()
    _good_end(project, at.url)


@pytest.mark.parametrize("is_there", [True, False])
def test_interrupted_drop_goes_on(at, is_there) -> None:
    """A rollback that was cut off ends, whether the index was dropped already or not."""
    project = at(_files(_BUILD))
    project.apply()
    _leave_step(at.url, _DROP, "rollback")
    if not is_there:
        _run(at.url, _DROP)
    project.rollback()
    assert _indexes(at.url) == []
    assert [one.state for one in project.status().states] == ["applied", "pending"]


def test_interrupted_reindex_takes_its_copies_away(at) -> None:
    """An invalid copy that a reindex left is dropped, and the reindex is run again."""
    reindex = "reindex table concurrently public.t"
    project = at(_files(reindex, "select 1"))
    _run(at.url, "insert into t values (1)")
    _run(at.url, "create index t_x_idx on t (x)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        _run(at.url, "create unique index concurrently t_x_idx_ccnew on t (x)")
    _leave_step(at.url, reindex)
    project.apply()
    assert [name for name, _, _ in _indexes(at.url)] == ["t_x_idx"]
    _good_end(project, at.url)


def test_interrupted_detach_is_finished(at) -> None:
    """A partition whose detaching is pending is detached for good."""
    parts = (
        "create table p (x integer) partition by list (x);\n"
        "create table q partition of p for values in (1);\n"
    )
    detach = "alter table p detach partition q concurrently"
    files = _files(detach, "select 1") | {"0001_t.sql": _TABLE["0001_t.sql"] + parts}
    project = at(files)
    with psycopg.connect(at.url) as reader, psycopg.connect(at.url, autocommit=True) as conn:
        reader.execute("select * from p")
        conn.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            conn.execute(detach)
    assert _query(at.url, "select inhdetachpending from pg_inherits") == [(True,)]
    _leave_step(at.url, detach)
    project.apply()
    assert _query(at.url, "select * from pg_inherits") == []
    _good_end(project, at.url)


_CALL = "call twice()"
_PROCEDURE = (
    "create procedure twice() language plpgsql as $$ begin "
    "insert into t values (0); commit; insert into t values (0); end $$;\n"
)


def test_procedure_that_commits_runs(at) -> None:
    """A call is not put into a transaction, which would forbid its commits."""
    files = _files(_CALL, "select 1") | {"0001_t.sql": _TABLE["0001_t.sql"] + _PROCEDURE}
    project = at(files)
    project.apply()
    assert _query(at.url, "select count(*) from t where x = 0") == [(2,)]


@pytest.mark.parametrize(("resume", "rows"), [("at", 2), ("after", 0)])
def test_unknowable_statement_is_left_to_a_person(at, resume, rows) -> None:
    """Where nobody can tell, refdb stops, names the statement, and goes on as it is told."""
    files = _files(_CALL, "select 1") | {"0001_t.sql": _TABLE["0001_t.sql"] + _PROCEDURE}
    project = at(files)
    _leave_step(at.url, _CALL)
    with pytest.raises(RefusedError, match=r"statement 1 was interrupted.*call twice") as caught:
        project.apply()
    assert caught.value.line == 2
    assert "--resume-after" in caught.value.hint
    with pytest.raises(RefusedError, match="its apply stopped midway"):
        project.rollback()
    project.apply(resume=resume)
    assert _query(at.url, "select count(*) from t where x = 0") == [(rows,)]
    _good_end(project, at.url)


def test_atomic_statement_and_its_step_are_one_transaction(at) -> None:
    """What may run in a transaction ends together with its step, so it never runs twice."""
    project = at(_files("insert into t values (0);\nselect 1 / 0", "select 1"))
    with pytest.raises(StatementFailedError, match="division by zero"):
        project.apply()
    steps = _query(at.url, "select position, finished_at is null from refdb.step order by 1")
    assert steps == [(1, False), (2, True)]
    mended = "-- transactional: false\ninsert into t values (0);\nselect 1;\n"
    (at.folder / "sql/migrations/0002_alone.sql").write_text(mended)
    again = replace(project)
    again.apply()
    assert _query(at.url, "select count(*) from t where x = 0") == [(1,)]
    _good_end(again, at.url)


def test_done_statement_that_changed_is_refused(at) -> None:
    """The text of a statement that was run may not change before its migration has ended."""
    project = at(_files("insert into t values (0);\nselect 1 / 0", "select 1"))
    with pytest.raises(StatementFailedError):
        project.apply()
    text = "-- transactional: false\ninsert into t values (5);\nselect 1;\n"
    (at.folder / "sql/migrations/0002_alone.sql").write_text(text)
    with pytest.raises(RefusedError, match="statement 1 was run, but changed since"):
        replace(project).apply()


@pytest.mark.parametrize("death", ["client killed", "backend terminated", "client interrupted"])
def test_death_in_an_index_build_is_mended_by_the_next_run(at, death) -> None:
    """Whatever ends a build that waits for others, the next run ends in a valid index."""
    project = at(_files(_BUILD))
    command = [sys.executable, "-m", "refdb", "apply", "--target", at.url]
    building = (
        "from pg_stat_activity where datname = current_database() "
        "and query like '%concurrently%' and pid <> pg_backend_pid()"
    )
    with psycopg.connect(at.url) as other, psycopg.connect(at.url, autocommit=True) as conn:
        other.execute("insert into t values (0)")  # the build waits for this transaction's end
        runner = subprocess.Popen(
            command, cwd=at.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(400):
            waiting = conn.execute(f"select count(*) {building} and wait_event_type = 'Lock'")
            if waiting.fetchall()[0][0]:
                break
            time.sleep(0.05)
        if death == "client killed":
            runner.kill()
        elif death == "client interrupted":
            runner.send_signal(2)
        else:
            conn.execute(f"select pg_terminate_backend(pid) {building}")
        runner.wait(timeout=20)
        assert runner.returncode != 0
    project.apply()
    _good_end(project, at.url)
