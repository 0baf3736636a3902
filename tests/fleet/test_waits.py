"""What a fleet tells while its targets wait for locks and for other runners."""

import os
import pty

import psycopg

from fleets import SLOW, states
from refdb.engine.blockers import Blocker
from refdb.fleet import Member, Wait
from refdb.report.fleet import FleetWait

_ALTER = {
    "0002_create_b.sql": "alter table a add b integer;\n",
    "0002_create_b.rollback.sql": "alter table a drop b;\n",
}
_INDEX = {
    "0002_create_b.sql": "-- transactional: false\ncreate index concurrently a_id on a (id);\n",
    "0002_create_b.rollback.sql": "drop index a_id;\n",
}
_TABLE_IS_WAITED_FOR = "exists (select from pg_locks where not granted)"


def _blocker(pid):
    return Blocker(pid, "psql", "me", "idle in transaction", 3, "select 1", "ShareLock", "t")


def _holder(made, name):
    """Opens a transaction on one target that has the table of the first migration."""
    conn = psycopg.connect(made.urls[name], application_name="nightly import")
    conn.execute("insert into a values (1)")
    return conn


def _first_applied(make_fleet, files, number=2):
    made = make_fleet(number, migrations=files)
    made.run("apply", "--to", "1")
    (made.folder / "refdb.toml").write_text('[apply]\nlock_timeout = "100ms"\n')
    return made


def _tries(made, name, number) -> None:
    """Waits until a target has tried for its lock so many times."""
    for _ in range(number):
        made.wait_for(name, _TABLE_IS_WAITED_FOR)
        made.wait_for(name, f"not {_TABLE_IS_WAITED_FOR}")


def test_only_what_is_new_is_told() -> None:
    """Another migration, runner or session is news; a further try is not."""
    member = Member("t0", "")
    nothing, lock = Wait(member), Wait(member, "0002_b")
    named, other = Wait(member, "0002_b", (_blocker(7),)), Wait(member, "0002_b", (_blocker(8),))
    assert not nothing.is_news_after(nothing)
    assert lock.is_news_after(nothing)
    assert named.is_news_after(lock)
    assert not named.is_news_after(named)
    assert not lock.is_news_after(named)
    assert other.is_news_after(named)
    assert nothing.is_news_after(other)
    assert Wait(member, runner="refdb").is_news_after(nothing)


def test_line_of_a_wait() -> None:
    """One line a target: the migration, then one session and how many more."""
    blockers = (_blocker(7), _blocker(8), _blocker(9))
    assert [FleetWait("t0", "0002_b", blockers[:number]).line for number in (0, 1, 3)] == [
        "waiting     t0: 0002_b for a lock",
        "waiting     t0: 0002_b for pid 7 (psql, me), idle in transaction",
        "waiting     t0: 0002_b for pid 7 (psql, me), idle in transaction, and 2 more",
    ]


def test_wait_for_a_lock_is_told_once(make_fleet) -> None:
    """However often it tries: that it waits, and, as soon as it is known, for whom."""
    made = _first_applied(make_fleet, _ALTER)
    with _holder(made, "t0") as holder:
        pid = holder.info.backend_pid
        runner = made.start()
        _tries(made, "t0", 4)
    out, err = runner.communicate(timeout=30)
    named = f"for pid {pid} (nightly import, postgres), idle in transaction"
    assert err.splitlines() == [
        "waiting     t0: 0002_create_b for a lock",
        f"waiting     t0: 0002_create_b {named}",
    ]
    assert [line.split()[:2] for line in out.splitlines()[:2]] == [
        ["applied", "t0:"],
        ["applied", "t1:"],
    ]


def test_json_is_alone(make_fleet) -> None:
    """With --json nothing is told on the way."""
    made = _first_applied(make_fleet, _ALTER)
    with _holder(made, "t0"):
        runner = made.start("--json")
        _tries(made, "t0", 2)
    assert runner.communicate(timeout=30)[1] == ""


def test_wait_for_another_runner_is_told(make_fleet) -> None:
    """A target that another refdb works on is told with who that is, while it is waited for."""
    made = make_fleet(1, migrations=SLOW)
    first = made.start()
    made.wait_for("t0", made.sleeping("t0"))
    second = made.start()
    line = second.stderr.readline()
    first.kill()
    second.kill()
    first.communicate()
    second.communicate()
    assert line.startswith("waiting     t0: for another refdb: refdb as postgres, pid ")


def test_wait_of_an_index_build_is_told(make_fleet) -> None:
    """An index build that waits for a transaction names it as well."""
    made = _first_applied(make_fleet, _INDEX, number=1)
    with _holder(made, "t0") as holder:
        pid = holder.info.backend_pid
        runner = made.start()
        line = runner.stderr.readline()
    runner.communicate(timeout=30)
    named = f"for pid {pid} (nightly import, postgres), idle in transaction"
    assert line == f"waiting     t0: 0002_create_b {named}\n"
    assert states(made.run("apply")) == ["up to date"]


def test_waits_on_a_terminal_are_written_in_place(make_fleet) -> None:
    """Those that wait stand below those that have ended, and are gone at the end."""
    made = _first_applied(make_fleet, _ALTER, number=3)
    ours, theirs = pty.openpty()
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with _holder(made, "t0"), _holder(made, "t2"):
        runner = made.start(
            "--canary", "0", stdout=theirs, stderr=theirs, env=environ | {"TERM": "xterm"}
        )
        os.close(theirs)
        for name in ("t0", "t2"):
            _tries(made, name, 3)
    told = b""
    try:
        while piece := os.read(ours, 65_536):
            told += piece
    except OSError:  # how Linux tells that nobody writes to the terminal any more
        pass
    os.close(ours)
    assert runner.wait(30) == 0
    text = told.decode().replace("\r\n", "\n")
    assert not [line for line in _screen(text) if line.startswith("waiting")]
    assert "waiting     t2: 0002_create_b for pid " in text
    assert sorted(line.split()[1] for line in _screen(text)[:3]) == ["t0:", "t1:", "t2:"]


def _screen(text):
    """What is left on a terminal, a row each."""
    rows = [""]
    for part in text.replace("\x1b[2K", "\0").replace("\x1b[1A", "\1").replace("\r", ""):
        if part == "\0":
            rows[-1] = ""
        elif part == "\1":
            rows.pop()
        elif part == "\n":
            rows.append("")
        else:
            rows[-1] += part
    return rows
