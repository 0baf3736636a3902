"""yoyo's own command line on the same tree and the same ledger."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from refdb import catalog, config, db
from refdb.project import Project
from trees import TWO_TABLES, write_tree

_YOYO = Path(sys.executable).with_name("yoyo")


@pytest.fixture
def both(tmp_path, database):
    """Answers refdb's project and a function that runs yoyo's command line, on one tree."""
    write_tree(tmp_path, TWO_TABLES)

    def yoyo(verb: str, *options: str) -> str:
        url = database.replace("postgresql://", "postgresql+psycopg://")
        command = [_YOYO, verb, "--no-config-file", "--database", url]
        batch = [] if verb == "list" else ["--batch"]
        done = subprocess.run(
            [*command, *batch, *options, tmp_path / "sql/migrations"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"COLUMNS": "200"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return Project(config.Config(root=tmp_path), target=database), yoyo


def _listed(text: str) -> list[str]:
    """The letters of `yoyo list`: A is applied, U is not."""
    return [line.split()[0] for line in text.splitlines() if "create_" in line]


def _states(project: Project) -> list[str]:
    return [one.state for one in project.status().states]


def test_yoyo_lists_what_refdb_applied(both) -> None:
    """`yoyo list` shows the same state as `refdb status`, before, midway and after."""
    project, yoyo = both
    assert _listed(yoyo("list")) == ["U", "U"]
    project.apply(to="1")
    assert _listed(yoyo("list")) == ["A", "U"]
    project.apply()
    assert _listed(yoyo("list")) == ["A", "A"]
    project.rollback(steps=None)
    assert _listed(yoyo("list")) == ["U", "U"]


def test_refdb_goes_on_where_yoyo_stopped(both) -> None:
    """What yoyo applied is applied for refdb, which rolls it back."""
    project, yoyo = both
    yoyo("apply")
    assert _states(project) == ["applied", "applied"]
    assert project.apply().done == ()
    assert len(project.rollback(steps=None).done) == 2


def test_yoyo_rolls_back_what_refdb_applied(both) -> None:
    """After yoyo's rollback refdb sees the migrations as pending and applies them again."""
    project, yoyo = both
    project.apply()
    yoyo("rollback", "--revision", "0001_create_a")
    assert _states(project) == ["pending", "pending"]
    project.apply()
    assert _states(project) == ["applied", "applied"]


def test_both_make_the_same_ledger_tables(both, server) -> None:
    """The tables that refdb makes for yoyo are column by column the ones yoyo makes."""
    from servers import fresh_database

    project, yoyo = both
    yoyo("list")
    other = fresh_database(server(18))
    Project(project.config, target=other).apply()
    assert _columns(project.target) == _columns(other)


def _columns(url):
    with db.connect(url) as conn:
        assert all("yoyo" not in one.identity for one in catalog.read_entries(conn))
        return conn.execute(
            "select table_name, column_name, data_type, character_maximum_length, is_nullable "
            "from information_schema.columns where table_name like '\\_yoyo%' order by 1, 2",
        ).fetchall()
