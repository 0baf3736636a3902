"""pytest's plugin: a database of its own for each test, and SQL tests as test items.

pytest loads this module wherever refdb is installed, so it imports nothing but pytest: what it
needs is loaded by the first test that asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from refdb.project import Project
    from refdb.throwaway import Clones

_SUFFIXES = (".sql", ".pg")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options and settings, each with its help."""
    parser.addini(
        "refdb_sql_tests",
        "refdb: collect the SQL tests of the tree; a file that is named is collected anyway.",
        type="bool",
        default=False,
    )
    parser.addini("refdb_config", "refdb: the refdb.toml, beside the root's by default.")
    group = parser.getgroup("refdb")
    group.addoption(
        "--refdb-postgres",
        type=int,
        metavar="15…18",
        help="Major version of the throwaway.",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Answers the collector of a file of SQL tests; None for every other file.

    Not without being asked: whoever installs refdb for its command has not asked pytest to start
    a server. The setting asks for all files of the tree, and naming a file for that file, as
    pytest's own rule is for Python files.
    """
    if file_path.suffix not in _SUFFIXES:
        return None
    if not (parent.config.getini("refdb_sql_tests") or parent.session.isinitpath(file_path)):
        return None
    from refdb.pytest_plugin import items  # noqa: PLC0415 - see above

    return items.collector_of(file_path, parent)


@pytest.fixture(scope="session")
def refdb_project(pytestconfig: pytest.Config) -> Project:
    """The project: of the setting refdb_config, or of the root folder's refdb.toml."""
    from refdb.pytest_plugin import opening  # noqa: PLC0415 - see above

    return opening.project_of(pytestconfig)


@pytest.fixture(scope="session")
def refdb_server() -> object:
    """The server that databases are made on: None for a throwaway, which is what you get.

    Override it to answer a URL, or what a process fixture of pytest-postgresql answers.
    """
    return None


@pytest.fixture(scope="session")
def refdb_sample() -> int | None:
    """Rows of sample data in each database: None for none. Override it to have some."""
    return None


@pytest.fixture(scope="session")
def refdb_clones(
    refdb_project: Project,
    refdb_server: object,
    refdb_sample: int | None,
    pytestconfig: pytest.Config,
) -> Iterator[Clones]:
    """Databases with the project's schema, the next ones made while a test runs."""
    from refdb.pytest_plugin import opening  # noqa: PLC0415 - see above

    version = pytestconfig.getoption("refdb_postgres")
    with opening.clones_for(refdb_project, refdb_server, refdb_sample, version) as clones:
        yield clones


@pytest.fixture
def refdb_url(refdb_clones: Clones) -> Iterator[str]:
    """The URL of a database with the project's schema that no other test has or had."""
    url = refdb_clones.take()
    yield url
    refdb_clones.give_back(url)


@pytest.fixture
def refdb_db(refdb_url: str) -> Iterator[psycopg.Connection]:
    """A connection to a database of the test's own, with the project's schema."""
    import psycopg  # noqa: PLC0415 - see above

    with psycopg.connect(refdb_url) as conn:
        yield conn
        conn.rollback()  # the database goes: what is open need not be written
