"""The fixtures, in runs of pytest of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from pytest_plugin_runs import run_pytest

_ROOT = Path(__file__).parents[2]

ALONE = """
import pytest

@pytest.mark.parametrize("number", range(8))
def test_alone(refdb_db, number):
    assert refdb_db.execute("select count(*) from a").fetchone() == (0,)
    refdb_db.execute("insert into a values (1)")
    refdb_db.commit()
    assert refdb_db.execute("select count(*) from a").fetchone() == (1,)
"""
FIXTURES = """
import psycopg

urls = []

def test_url(refdb_url):
    urls.append(refdb_url)
    with psycopg.connect(refdb_url) as conn:
        conn.execute("insert into a values (1)")

def test_another_url(refdb_url, refdb_db):
    assert refdb_url not in urls
    assert refdb_db.info.dbname in refdb_url
    assert refdb_db.execute("select count(*) from a").fetchone() == (0,)

def test_an_open_transaction_keeps_nothing_waiting(refdb_db):
    refdb_db.execute("lock table a")

def test_project(refdb_project):
    assert [one.id for one in refdb_project.tree.migrations] == ["0001_create_a"]

def test_version(refdb_db):
    assert refdb_db.info.server_version // 10_000 == 16
"""


def test_each_test_has_a_database_of_its_own(folder) -> None:
    """What a test commits no other test sees, in one process or in two."""
    (folder / "test_a.py").write_text(ALONE)
    ran = run_pytest(folder)
    assert "8 passed" in ran.stdout, ran.stdout + ran.stderr
    ran = run_pytest(folder, "-n", "2", plugins=("refdb.pytest_plugin", "xdist"))
    assert "8 passed" in ran.stdout, ran.stdout + ran.stderr


def test_url_connection_project_and_version(folder) -> None:
    """The URL and the connection are of the same database, the project is the folder's."""
    (folder / "test_a.py").write_text(FIXTURES)
    ran = run_pytest(folder, "--refdb-postgres", "16")
    assert "5 passed" in ran.stdout, ran.stdout + ran.stderr


def test_sample_data_is_had_by_overriding_a_fixture(folder) -> None:
    """A conftest that overrides refdb_sample has rows in every database."""
    (folder / "sql/sample").mkdir()
    (folder / "sql/sample/0001_a.sql").write_text(
        "-- purpose: Rows.\n-- table: a\nselect number as id\n"
        "from generate_series(1, current_setting('sample.rows')::integer) as number;\n"
    )
    (folder / "conftest.py").write_text(
        "import pytest\n@pytest.fixture(scope='session')\ndef refdb_sample():\n    return 7\n"
    )
    (folder / "test_a.py").write_text(
        "def test_rows(refdb_db):\n"
        "    assert refdb_db.execute('select count(*) from a').fetchone() == (7,)\n"
    )
    ran = run_pytest(folder)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr


def test_another_configuration(folder) -> None:
    """The setting refdb_config names the refdb.toml, and one that is not there is an error."""
    (folder / "app").mkdir()
    (folder / "sql").rename(folder / "app/database")
    (folder / "app/refdb.toml").write_text('[refdb]\ntree = "database"\n')
    (folder / "test_a.py").write_text(
        "def test_it(refdb_db):\n    refdb_db.execute('select * from a')\n"
    )
    ran = run_pytest(folder, "-o", "refdb_config=app/refdb.toml")
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
    ran = run_pytest(folder, "-o", "refdb_config=nowhere.toml")
    assert "nowhere.toml: cannot be read" in ran.stdout


def test_it_costs_nothing_where_it_is_not_used(folder) -> None:
    """Where no test asks for a database pytest loads no driver, parser or terminal library."""
    (folder / "test_a.py").write_text(
        "import sys\ndef test_it():\n"
        "    heavy = {'psycopg', 'pglast', 'typer', 'rich', 'refdb.project'}\n"
        "    assert not heavy & set(sys.modules)\n"
    )
    (folder / "note.sql").write_text("select 1;\n")
    ran = run_pytest(folder)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr


def test_the_entry_point_is_the_plugin(folder) -> None:
    """What pyproject.toml declares makes pytest load the plugin, without being told to."""
    declared = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
    (entry,) = declared["project"]["entry-points"]["pytest11"].items()
    info = folder / "site/refdb_declared-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: refdb-declared\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[pytest11]\n{entry[0]} = {entry[1]}\n")
    path = os.pathsep.join([str(folder / "site"), *os.environ.get("PYTHONPATH", "").split()])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--fixtures", "-q"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "refdb_db" in done.stdout, done.stdout + done.stderr
