"""What is left when a client dies, and what two runners do at once."""

import json
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from refdb import catalog, config, db
from refdb.project import Project
from trees import ONE_TABLE, write_tree

_SLOW = ONE_TABLE | {
    "0002_slow.sql": "create table slow ();\nselect pg_sleep(20);\n",
    "0002_slow.rollback.sql": "drop table slow;\n",
}


def _start(folder, url):
    command = [sys.executable, "-m", "refdb", "apply", "--json", "--target", url]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)


def _wait_for(conn, sql):
    for _ in range(300):
        if conn.execute(sql).fetchall()[0][0]:
            return
        time.sleep(0.05)
    pytest.fail(f"never true: {sql}")


_DEATHS = {
    "client killed": -signal.SIGKILL,
    "client told to end": 128 + signal.SIGTERM,
    "client interrupted": 128 + signal.SIGINT,
    "backend terminated": 5,
}


def _die(death, runner, conn, asleep) -> None:
    if death == "client killed":
        runner.kill()
    elif death == "client told to end":
        runner.terminate()
    elif death == "client interrupted":
        runner.send_signal(signal.SIGINT)
    if death == "backend terminated":
        conn.execute(f"select pg_terminate_backend(pid) {asleep}")


@pytest.mark.parametrize("death", _DEATHS)
def test_death_in_a_migration_leaves_it_pending(tmp_path, database, death) -> None:
    """The migration under way is undone whole, the one before it stays, and apply goes on."""
    write_tree(tmp_path, _SLOW)
    with psycopg.connect(database, autocommit=True) as conn:
        runner = _start(tmp_path, database)
        asleep = (
            "from pg_stat_activity where datname = current_database() "
            "and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()"
        )
        _wait_for(conn, f"select count(*) > 0 {asleep}")
        _die(death, runner, conn, asleep)
        runner.communicate(timeout=10)
        assert runner.returncode == _DEATHS[death]
        _wait_for(conn, f"select count(*) = 0 {asleep}")
    seen = Project(config.Config(root=tmp_path), target=database).status().states
    assert [one.state for one in seen] == ["applied", "pending"]
    with db.connect(database) as conn:
        assert "public.slow" not in {one.identity for one in catalog.read_entries(conn)}
    (tmp_path / "sql/migrations/0002_slow.sql").write_text("create table slow ();\n")
    mended = Project(config.Config(root=tmp_path), target=database)
    assert [one.id for one in mended.apply().done] == ["0002_slow"]


def test_a_build_ends_with_its_client(tmp_path, database) -> None:
    """A concurrent build that waits for others ends soon after its client was killed."""
    write_tree(
        tmp_path,
        ONE_TABLE
        | {
            "0002_index.sql": "-- transactional: false\n"
            "create index concurrently a_idx on a (id);\n",
            "0002_index.rollback.sql": "-- transactional: false\ndrop index concurrently a_idx;\n",
        },
    )
    project = Project(config.Config(root=tmp_path), target=database)
    project.apply(to="1")
    building = (
        "from pg_stat_activity where datname = current_database() "
        "and query like 'create index concurrently%' and pid <> pg_backend_pid()"
    )
    with psycopg.connect(database) as other, psycopg.connect(database, autocommit=True) as conn:
        other.execute("insert into a values (1)")
        runner = _start(tmp_path, database)
        _wait_for(conn, f"select count(*) > 0 {building} and wait_event_type = 'Lock'")
        runner.kill()
        runner.communicate(timeout=10)
        _wait_for(conn, f"select count(*) = 0 {building}")
    assert [one.id for one in project.apply().done] == ["0002_index"]


@pytest.mark.parametrize("number", [2, 8])
def test_runners_at_once_apply_each_migration_once(tmp_path, database, number) -> None:
    """Of several runners started together none fails, and each migration runs once."""
    files = {
        "0000_seen.sql": "create table seen (migration integer);\n",
        "0000_seen.rollback.sql": "drop table seen;\n",
        # It waits for every transaction on the table, and would for ever for a waiting runner's.
        "0009_index.sql": "-- transactional: false\n"
        "create index concurrently seen_idx on public.seen (migration);\n",
        "0009_index.rollback.sql": "-- transactional: false\ndrop index concurrently seen_idx;\n",
    }
    for one in range(1, 9):
        files[f"000{one}_t.sql"] = f"insert into seen values ({one});\nselect pg_sleep(0.02);\n"
        files[f"000{one}_t.rollback.sql"] = f"delete from seen where migration = {one};\n"
    write_tree(tmp_path, files)
    runners = [_start(tmp_path, database) for _ in range(number)]
    answers = [json.loads(one.communicate(timeout=60)[0]) for one in runners]
    assert [one.returncode for one in runners] == [0] * number
    done = [migration["id"] for answer in answers for migration in answer["done"]]
    assert sorted(done) == ["0000_seen", *(f"000{one}_t" for one in range(1, 9)), "0009_index"]
    with psycopg.connect(database) as conn:
        seen = conn.execute("select array_agg(migration order by migration) from seen")
        assert seen.fetchall() == [([*range(1, 9)],)]
        valid = "select indisvalid from pg_index where indexrelid = 'seen_idx'::regclass"
        assert conn.execute(valid).fetchall() == [(True,)]
