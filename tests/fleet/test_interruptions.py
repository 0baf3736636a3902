"""Ctrl-C, SIGTERM and kill -9 in the middle of a fleet: what is left, what comes next."""

import json
import signal

import psycopg
import pytest

from fleets import SLOW, states
from trees import TWO_TABLES

_QUICK = {
    "0003_slow.sql": "create table slow ();\n",
    "0003_slow.rollback.sql": "drop table slow;\n",
}
_WITHOUT_TRANSACTION = TWO_TABLES | {
    "0003_slow.sql": "-- transactional: false\n"
    "create table slow ();\ndo $$ begin perform pg_sleep(20); end $$;\n",
    "0003_slow.rollback.sql": "drop table slow;\n",
}
_ALTER = {
    "0002_create_b.sql": "alter table a add b integer;\n",
    "0002_create_b.rollback.sql": "alter table a drop b;\n",
}
_INDEX = {
    "0002_create_b.sql": "-- transactional: false\ncreate index concurrently a_id on a (id);\n",
    "0002_create_b.rollback.sql": "drop index a_id;\n",
}
_SIGNALS = [
    pytest.param(signal.SIGINT, 130, id="ctrl-c"),
    pytest.param(signal.SIGTERM, 143, id="sigterm"),
]


def _mend(made) -> None:
    for name, text in _QUICK.items():
        (made.folder / "sql/migrations" / name).write_text(text)


def _all_slow(made, *names) -> None:
    for name in names:
        made.wait_for(name, made.sleeping(name))


@pytest.mark.parametrize(("number", "code"), _SIGNALS)
def test_interrupted_targets_are_undone_and_told(make_fleet, number, code) -> None:
    """Those under way are undone on the server, told, and the next run does the rest."""
    made = make_fleet(5)
    made.run("apply")
    for name, text in SLOW.items():
        (made.folder / "sql/migrations" / name).write_text(text)
    runner = made.start("--canary", "0", "--parallel", "2", "--json")
    _all_slow(made, "t0", "t1")
    runner.send_signal(number)
    answer = json.loads(runner.communicate(timeout=30)[0])
    assert (runner.returncode, answer["exit_code"], answer["interrupted"]) == (code, code, True)
    assert [one["state"] for one in answer["targets"]] == ["interrupted"] * 2 + ["not begun"] * 3
    assert not any(made.ask(name, f"select {made.sleeping(name)}") for name in ("t0", "t1"))
    assert [made.tables(name) for name in made.urls] == [["a", "b"]] * 5
    _mend(made)
    assert states(made.run("apply")) == ["applied"] * 5


def test_what_is_committed_counts(make_fleet) -> None:
    """An interrupted target tells how many of its migrations stay, in the table too."""
    made = make_fleet(3, migrations=SLOW)
    runner = made.start()
    _all_slow(made, "t0")
    runner.send_signal(signal.SIGINT)
    out, err = runner.communicate(timeout=30)
    assert err.startswith("interrupted t0: 2 migrations; sql/migrations/0003_slow.sql:2")
    assert out.splitlines()[1].split()[:3] == ["t0", "interrupted", "2"]
    assert out.splitlines()[-1] == "3 targets: 1 interrupted, 2 not begun"
    assert made.tables("t0") == ["a", "b"]


def test_interrupted_while_it_waits_for_another_refdb(make_fleet) -> None:
    """A target that waits for the runner's lock ends at once, and its holder goes on."""
    made = make_fleet(2, migrations=SLOW)
    holder, waiter = made.start(), None
    _all_slow(made, "t0")
    waiter = made.start("--json")
    polls = (
        "count(*) > 0 from pg_stat_activity where query like '%pg_try_advisory_lock%' "
        f"and datname = '{made.database('t0')}' and pid <> pg_backend_pid() "
        "and application_name = 'refdb' and state = 'idle'"
    )
    made.wait_for("t0", polls)
    waiter.send_signal(signal.SIGINT)
    answer = json.loads(waiter.communicate(timeout=20)[0])
    assert [one["state"] for one in answer["targets"]] == ["interrupted", "not begun"]
    assert made.ask("t0", f"select {made.sleeping('t0')}")
    holder.send_signal(signal.SIGINT)
    holder.communicate(timeout=30)


def test_interrupted_between_the_statements_of_one_file(make_fleet) -> None:
    """Without a transaction a cancelled statement is known to have failed; no person is needed."""
    made = make_fleet(1, migrations=_WITHOUT_TRANSACTION)
    runner = made.start("--json")
    sleeping = made.sleeping("t0").replace("pg_sleep(20)", "perform pg_sleep(20)")
    made.wait_for("t0", sleeping)
    runner.send_signal(signal.SIGINT)
    answer = json.loads(runner.communicate(timeout=30)[0])
    assert [one["state"] for one in answer["targets"]] == ["interrupted"]
    path = made.folder / "sql/migrations/0003_slow.sql"
    path.write_text(path.read_text().replace("pg_sleep(20)", "pg_sleep(0)"))
    again = made.run("apply")
    assert (again.code, states(again)) == (0, ["applied"])


def test_interrupted_while_a_table_is_locked(make_fleet) -> None:
    """A target that tries for a lock again and again ends at once, with nothing of it left."""
    made = make_fleet(1, migrations=_ALTER)
    made.run("apply", "--to", "1")
    with psycopg.connect(made.urls["t0"]) as holder:
        holder.execute("lock table a in access share mode")
        (made.folder / "refdb.toml").write_text('[apply]\nlock_timeout = "50ms"\n')
        runner = made.start("--json")
        # Seen twice with a gap: it has stepped back and tries again.
        for _ in range(2):
            made.wait_for("t0", "exists (select from pg_locks where not granted)")
            made.wait_for("t0", "not exists (select from pg_locks where not granted)")
        runner.send_signal(signal.SIGINT)
        answer = json.loads(runner.communicate(timeout=30)[0])
    assert [one["state"] for one in answer["targets"]] == ["interrupted"]
    again = made.run("apply")
    assert (again.code, states(again)) == (0, ["applied"])


def test_interrupted_index_build_is_mended(make_fleet) -> None:
    """A concurrent index build that is cancelled is built again by the next run."""
    made = make_fleet(1, migrations=_INDEX)
    made.run("apply", "--to", "1")
    with psycopg.connect(made.urls["t0"]) as holder:
        holder.execute("insert into a values (1)")
        runner = made.start("--json")
        made.wait_for("t0", "exists (select from pg_stat_progress_create_index)")
        runner.send_signal(signal.SIGINT)
        answer = json.loads(runner.communicate(timeout=30)[0])
    assert [one["state"] for one in answer["targets"]] == ["interrupted"]
    again = made.run("apply")
    assert (again.code, states(again)) == (0, ["applied"])
    valid = "select indisvalid from pg_index where indexrelid = 'a_id'::regclass"
    assert made.ask("t0", valid)


def test_killed_in_the_middle_and_run_again(make_fleet) -> None:
    """After kill -9 the next run finds each target as the servers left it and does the rest."""
    made = make_fleet(6, migrations=SLOW)
    runner = made.start("--canary", "0", "--parallel", "3")
    _all_slow(made, "t0", "t1", "t2")
    runner.kill()
    runner.communicate()
    for name in ("t0", "t1", "t2"):
        # A server notices that its client is gone only when the statement ends.
        made.do(
            name,
            "select pg_terminate_backend(pid) from pg_stat_activity "
            f"where datname = '{made.database(name)}' and pid <> pg_backend_pid()",
        )
        made.wait_for(name, f"not {made.sleeping(name)}")
    assert [made.tables(name) for name in made.urls] == [["a", "b"]] * 3 + [None] * 3
    _mend(made)
    again = made.run("apply")
    assert (again.code, states(again)) == (0, ["applied"] * 6)
    assert [one["migrations"] for one in again.answer["targets"]] == [1] * 3 + [3] * 3
