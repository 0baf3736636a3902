"""Databases on a server that pytest-postgresql runs, or that was there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from pytest_plugin_runs import run_pytest

BOTH = ("refdb.pytest_plugin", "pytest_postgresql.plugin")
CONFTEST = """
import pytest

@pytest.fixture(scope="session")
def refdb_server({fixture}):
    return {fixture}
"""
TESTS = """
import pytest

@pytest.mark.parametrize("number", range(4))
def test_alone(refdb_db, {fixture}, number):
    assert refdb_db.info.port == int({fixture}.port)
    assert refdb_db.execute("select count(*) from a").fetchone() == (0,)
    refdb_db.execute("insert into a values (1)")
    refdb_db.commit()

def test_beside_the_other_plugins_own(refdb_db, postgresql):
    assert refdb_db.info.dbname != postgresql.info.dbname
    assert refdb_db.info.server_version == postgresql.info.server_version
"""
# pg_ctl refuses root: there it is somebody else's, as is what it writes.
PG_CTL = """#!/bin/sh
cd /
if [ -n "{before}" ]; then
    chmod 755 {folder}/run {folder}/run/*
    chown -R postgres {folder}/run/*
fi
exec {before} /usr/lib/postgresql/15/bin/pg_ctl "$@"
"""


@pytest.fixture
def reachable():
    """Answers a folder that the servers' user can enter, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="refdb-plugin-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def databases(server):
    """Answers a function that lists the databases of PostgreSQL 18, but for templates that stay."""
    asked = "select datname from pg_database where not starts_with(datname, 'refdb_template_')"

    def names():
        with psycopg.connect(server(18)) as conn:
            return {name for (name,) in conn.execute(asked)}

    return names


@pytest.mark.needs("pytest-postgresql", "local15", "postgres_account")
def test_a_process_fixture_can_be_the_server(folder, reachable) -> None:
    """With postgresql_proc as refdb_server, databases are clones on the server that it started."""
    root = os.geteuid() == 0
    before = "setpriv --reuid=postgres --regid=postgres --clear-groups" if root else ""
    program = reachable / "pg_ctl"
    program.write_text(PG_CTL.format(folder=reachable, before=before))
    program.chmod(0o755)
    sockets = reachable / "sockets"
    sockets.mkdir()
    sockets.chmod(0o777)
    (folder / "conftest.py").write_text(CONFTEST.format(fixture="postgresql_proc"))
    (folder / "test_a.py").write_text(TESTS.format(fixture="postgresql_proc"))
    ran = run_pytest(
        folder,
        f"--basetemp={reachable}/run",
        f"--postgresql-exec={program}",
        f"--postgresql-unixsocketdir={sockets}",
        plugins=BOTH,
    )
    assert "5 passed" in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.needs("pytest-postgresql", "embedded18")
def test_a_server_that_is_there_can_be_the_server(folder, server, databases) -> None:
    """With postgresql_noproc clones are made on the server that it names, and all are dropped."""
    place = parse_qs(urlsplit(server(18)).query)
    before = databases()
    (folder / "conftest.py").write_text(CONFTEST.format(fixture="postgresql_noproc"))
    alone = TESTS.format(fixture="postgresql_noproc").split("def test_b")[0]
    (folder / "test_a.py").write_text(alone)
    words = [f"--postgresql-host={place['host'][0]}", f"--postgresql-port={place['port'][0]}"]
    words.append("--postgresql-maintenance-dbname=refdb")
    ran = run_pytest(folder, *words, plugins=BOTH)
    assert "4 passed" in ran.stdout, ran.stdout + ran.stderr
    assert databases() == before


def test_a_url_can_be_the_server(folder, server, databases) -> None:
    """refdb_server may answer a URL; SQL tests run there too, and nothing is left."""
    before = databases()
    (folder / "conftest.py").write_text(
        "import pytest\n@pytest.fixture(scope='session')\n"
        f"def refdb_server():\n    return {server(18)!r}\n"
    )
    (folder / "sql/tests").mkdir()
    (folder / "sql/tests/a.sql").write_text("-- test: One.\nselect count(*) = 0 from a;\n")
    ran = run_pytest(folder, "-o", "refdb_sql_tests=true")
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert databases() == before


def test_what_is_no_server_is_told(folder) -> None:
    """A refdb_server that answers something else is an error with what to answer."""
    (folder / "conftest.py").write_text(
        "import pytest\n@pytest.fixture(scope='session')\ndef refdb_server():\n    return 7\n"
    )
    (folder / "test_a.py").write_text("def test_it(refdb_db):\n    pass\n")
    ran = run_pytest(folder)
    assert "refdb_server answers 7, which is no server" in ran.stdout
