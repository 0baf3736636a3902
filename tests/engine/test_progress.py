"""How far an index build is and whom it waits for, told while it runs."""

import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest

from refdb import config
from refdb.engine import Listener
from refdb.engine.blockers import Blocker
from refdb.engine.progress import BuildProgress, Row, build_progress
from refdb.errors import StatementFailedError
from refdb.project import Project
from refdb.report.text import Printer
from trees import write_tree

_TABLE = {
    "0001_t.sql": "create table t (x integer);\ninsert into t select generate_series(1, 1000);\n",
    "0001_t.rollback.sql": "drop table t;\n",
}
_BUILD = "create index concurrently t_x_idx on public.t (x)"
_DROP = "drop index concurrently public.t_x_idx"
# A row a page, and each takes its time: what a large table is on a slow machine.
_SLOW_TABLE = {
    "0001_t.sql": "create table t (x text);\nalter table t alter x set storage plain;\n"
    "insert into t select repeat('x', 7000) || i from generate_series(1, 60) i;\n"
    "create function slow(x text) returns integer language plpgsql immutable as\n"
    "$$ begin perform pg_sleep(0.03); return length(x); end $$;\n",
    "0001_t.rollback.sql": "drop table t;\ndrop function slow;\n",
}
_IN_PLACE = b"\x1b[2K\r"  # a terminal's line is emptied, to be written again
_BLOCKER = Blocker(7, "psql", "me", "active", 3, "select 1", "ShareLock", "t")


def _files(apply=_BUILD, table=None, header=""):
    return (table or _TABLE) | {
        "0002_alone.sql": f"-- transactional: false\n{header}{apply};\n",
        "0002_alone.rollback.sql": f"-- transactional: false\n{_DROP};\n",
    }


class _Seeing(Listener):
    """Keeps what it is told of builds."""

    def __init__(self) -> None:
        self.builds = []

    def on_build(self, build) -> None:
        self.builds.append(build)

    def wait_for_names(self):
        """Waits until a build is said to wait for somebody; answers the build."""
        for _ in range(400):
            found = [one for one in self.builds if one and one.waiting_for]
            if found:
                return found[0]
            time.sleep(0.05)
        return pytest.fail(f"nobody was named: {self.builds}")


def _project(folder, url, files):
    write_tree(folder, files)
    project = Project(config.Config(root=folder), target=url, listener=_Seeing())
    project.apply(to="1")
    return project


@contextmanager
def _under_way(action):
    """Runs something in a thread; the block's end waits for its end, which must be a good one."""
    problems = []

    def run() -> None:
        try:
            action()
        except Exception as error:
            problems.append(error)
            raise

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join(30)
    assert (thread.is_alive(), problems) == (False, [])


class _Writer:
    """A transaction that has written to the table, until `end`."""

    def __init__(self, url) -> None:
        self._conn = psycopg.connect(url, application_name="nightly import")
        self._conn.execute("insert into t default values")
        self.pid = self._conn.info.backend_pid

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.end()

    def end(self) -> None:
        self._conn.close()


def _ask(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(sql).fetchall()


def _wait_for(url, condition):
    with psycopg.connect(url, autocommit=True) as conn:
        for _ in range(400):
            if conn.execute(f"select {condition}").fetchall()[0][0]:
                return
            time.sleep(0.05)
    pytest.fail(f"never true: {condition}")


_LOOKING = (
    "count(*) = 2 from pg_stat_activity "
    "where application_name = 'refdb' and datname = current_database()"
)
_VALID = "select indisvalid from pg_index where indexrelid = 't_x_idx'::regclass"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row(), None),
        (Row("initializing"), ("initializing", None)),
        (
            Row("building index: scanning table", 30, 120, 0, 0),
            ("building index: scanning table", 25.0),
        ),
        # What was scanned is left over when it is sorted.
        (
            Row("building index: sorting live tuples", 120, 120, 0, 900),
            ("building index: sorting live tuples", None),
        ),
        (
            Row("building index: loading tuples in tree", 120, 120, 450, 900),
            ("building index: loading tuples in tree", 50.0),
        ),
        (Row("building index", 3, 2), ("building index", 100.0)),
        (Row("index validation: scanning index"), ("index validation: scanning index", None)),
        (Row(awaited="virtualxid"), ("waiting for other transactions", None)),
        (Row("initializing", awaited="relation"), ("waiting for a lock", None)),
        (
            Row("waiting for old snapshots", awaited="virtualxid"),
            ("waiting for old snapshots", None),
        ),
    ],
)
def test_what_the_server_says_becomes_phase_and_percent(row, expected) -> None:
    """Per cent only of what the phase itself counts; a wait is called one."""
    build = build_progress("0002_alone", row, ())
    assert (build and (build.phase, build.percent)) == expected


def test_who_is_waited_for_and_how_many_more() -> None:
    """Those that are waited for now are named, those after them counted."""
    row = Row("waiting for old snapshots", lockers_done=1, lockers_total=4, awaited="virtualxid")
    build = build_progress("0002_alone", row, (_BLOCKER,))
    assert (build.waiting_for, build.others) == ((_BLOCKER,), 2)
    locked = build_progress("0002_alone", Row(awaited="relation"), (_BLOCKER,))
    assert locked.phase == "waiting for a lock on t"


def test_build_names_the_writer_it_waits_for(tmp_path, each_database) -> None:
    """While a transaction that has written is open, the build tells phase, pid and application."""
    project = _project(tmp_path, each_database, _files())
    seen = project.listener
    with _Writer(each_database) as writer, _under_way(project.apply):
        build = seen.wait_for_names()
        writer.end()
    (blocker,) = build.waiting_for
    assert (build.id, build.phase) == ("0002_alone", "waiting for writers before build")
    assert (blocker.pid, blocker.application) == (writer.pid, "nightly import")
    assert (blocker.state, blocker.query) == (
        "idle in transaction",
        "insert into t default values",
    )
    assert seen.builds[-1] is None
    assert _ask(each_database, _VALID) == [(True,)]


def test_build_tells_how_much_is_scanned(tmp_path, each_database) -> None:
    """The per cent of a phase grow, and are the server's count of blocks."""
    statement = "create index concurrently t_x_idx on public.t (slow(x))"
    project = _project(tmp_path, each_database, _files(statement, _SLOW_TABLE))
    project.apply()
    builds = [one for one in project.listener.builds if one]
    percents = [
        one.percent
        for one in builds
        if one.phase == "building index: scanning table" and one.percent is not None
    ]
    assert len(percents) >= 2
    assert percents == sorted(percents)
    assert 0 < percents[-1] <= 100


def test_reindex_names_the_index(tmp_path, database) -> None:
    """Where one statement builds several indexes, the one under way is told."""
    table = _TABLE["0001_t.sql"] + "create index t_x_idx on t (x);\ncreate index t_y on t ((-x));\n"
    files = _files("reindex table concurrently public.t") | {"0001_t.sql": table}
    project = _project(tmp_path, database, files)
    with _Writer(database) as writer, _under_way(project.apply):
        build = project.listener.wait_for_names()
        writer.end()
    assert build.phase == "waiting for writers before build"
    told = {one.reindexed.removesuffix("_ccnew") for one in project.listener.builds if one}
    assert told - {""}
    assert told <= {"", "t_x_idx", "t_y"}


def test_drop_names_whom_it_waits_for(tmp_path, database) -> None:
    """`drop index concurrently` has no progress at the server, but it waits, and that is told."""
    project = _project(tmp_path, database, _files())
    project.apply()
    with _Writer(database) as writer, _under_way(project.rollback):
        build = project.listener.wait_for_names()
        writer.end()
    assert build.phase == "waiting for other transactions"
    assert [one.pid for one in build.waiting_for] == [writer.pid]


def test_quick_build_opens_no_second_connection(tmp_path, database) -> None:
    """The server counts one session for the whole command."""
    project = _project(tmp_path, database, _files())
    sessions = "select sessions from pg_stat_database where datname = current_database()"
    alone = "count(*) = 1 from pg_stat_activity where datname = current_database()"
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("select pg_stat_reset()")
        project.apply()
        for _ in range(200):
            if conn.execute(f"select {alone}").fetchone()[0]:
                break
            time.sleep(0.02)
        assert conn.execute(sessions).fetchone() == (1,)
    assert project.listener.builds == []


def test_losing_the_connection_beside_does_no_harm(tmp_path, database) -> None:
    """A watcher that is thrown out by the server leaves the build alone."""
    project = _project(tmp_path, database, _files())
    with _Writer(database) as writer, _under_way(project.apply):
        project.listener.wait_for_names()
        ended = _ask(
            database,
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = "
            "current_database() and application_name = 'refdb' and state = 'idle'",
        )
        assert ended == [(True,)]
        writer.end()
    assert _ask(database, _VALID) == [(True,)]


def test_listener_that_fails_does_no_harm(tmp_path, database) -> None:
    """What the one who is told raises does not reach the build."""
    project = _project(tmp_path, database, _files())
    told = threading.Event()

    def fail(_) -> None:
        told.set()
        raise ValueError

    project.listener.on_build = fail
    with _Writer(database) as writer, _under_way(project.apply):
        assert told.wait(20)
        writer.end()
    assert _ask(database, _VALID) == [(True,)]


def test_build_with_a_lock_timeout_names_who_kept_it(tmp_path, database) -> None:
    """Cut off by the file's own lock_timeout, the error says by whom, and the next run mends it."""
    project = _project(tmp_path, database, _files(header="-- lock_timeout: 300ms\n"))
    with _Writer(database) as writer:
        with pytest.raises(StatementFailedError) as failed:
            project.apply()
        writer.end()
    assert f"Blocked by pid {writer.pid} (nightly import, " in failed.value.hint
    assert "takes away what an index build left" in failed.value.hint
    project.apply()
    assert _ask(database, _VALID) == [(True,)]


def _start(folder, url, *options, **streams):
    command = [sys.executable, "-m", "refdb", "apply", "--target", url, *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, **streams)


def test_interrupted_build_ends_cleanly(tmp_path, database) -> None:
    """Ctrl-C while it is looked at: one sentence, nobody left, and the next run builds it."""
    project = _project(tmp_path, database, _files())
    with _Writer(database):
        runner = _start(tmp_path, database, stderr=subprocess.PIPE)
        _wait_for(database, _LOOKING)
        runner.send_signal(signal.SIGINT)
        _, err = runner.communicate(timeout=20)
        assert runner.returncode == 130
        assert err.decode().splitlines()[-1] == "interrupted: what was under way was undone"
        assert b"Traceback" not in err
        _wait_for(database, _LOOKING.replace("= 2", "= 0"))
    project.apply()
    assert _ask(database, _VALID) == [(True,)]


def test_lines_in_a_pipe(tmp_path, database) -> None:
    """Without a terminal: a line with the phase, below it who is waited for; JSON is alone."""
    project = _project(tmp_path, database, _files())
    for options in ([], ["--json"]):
        with _Writer(database) as writer:
            runner = _start(tmp_path, database, *options, stderr=subprocess.PIPE)
            _wait_for(database, _LOOKING)
            assert options or select.select([runner.stderr], [], [], 20)[0]
            time.sleep(0.3)
            writer.end()
            _, err = runner.communicate(timeout=20)
        lines = err.decode().splitlines()
        if options:
            assert lines == []
        else:
            phase = "running     0002_alone  (waiting for writers before build: pid"
            assert lines[0].startswith(f"{phase} {writer.pid}, open for ")
            assert lines[1].startswith(f"  waits for pid {writer.pid} (nightly import, ")
            assert lines[1].endswith(": insert into t default values")
        project.rollback()


def _read(terminal, times) -> bytes:
    """Answers what a terminal gets until its line is written again so many times, or to the end."""
    told = b""
    with suppress(OSError):  # how Linux tells that nobody writes to it any more
        while told.count(_IN_PLACE) < times and select.select([terminal], [], [], 20)[0]:
            told += os.read(terminal, 65_536)
    return told


def test_line_on_a_terminal(tmp_path, database) -> None:
    """On a terminal the last line is written again in place, and is gone at the end."""
    _project(tmp_path, database, _files())
    ours, theirs = pty.openpty()
    with _Writer(database) as writer:
        environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        environ |= {"TERM": "xterm", "COLUMNS": "80"}
        runner = _start(tmp_path, database, stderr=theirs, env=environ)
        os.close(theirs)
        told = _read(ours, 2)
        writer.end()
        out, _ = runner.communicate(timeout=20)
    told += _read(ours, sys.maxsize)
    os.close(ours)
    again = told.decode().split(_IN_PLACE.decode())
    assert len(again) >= 3
    assert all("(waiting for writers before build: pid" in one for one in again[:2])
    assert max(len(line) for line in again[1].splitlines()) < 80
    assert again[-1] == ""
    assert out.decode().startswith("applied     0002_alone  (")


def test_lines_are_no_flood(capsys) -> None:
    """Many looks at one phase make one line where a line cannot be written again."""
    printer = Printer()
    for percent in range(50):
        printer.on_build(BuildProgress("0002_alone", "building index: scanning table", percent))
    printer.on_build(None)
    assert capsys.readouterr().err.splitlines() == [
        "running     0002_alone  (building index: scanning table, 0 %)"
    ]


def test_another_runner_is_told_while_it_is_waited_for(tmp_path, database) -> None:
    """A command that waits for another refdb says so at once, and goes on when that has ended."""
    write_tree(tmp_path, _TABLE)
    with psycopg.connect(database, autocommit=True, application_name="other") as conn:
        conn.execute("select pg_advisory_lock(hashtext('refdb'), hashtext('migrate'))")
        runner = _start(tmp_path, database, stderr=subprocess.PIPE)
        line = runner.stderr.readline().decode()
    assert line.startswith("waiting     for another refdb: other as postgres, pid ")
    runner.communicate(timeout=20)
    assert runner.returncode == 0
