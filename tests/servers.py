"""Fixtures of real servers: one throwaway a version for the whole run, a fresh database a test."""

from __future__ import annotations

import itertools
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from refdb.throwaway import open_throwaway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[[int], str]]:
    """Answers the URL of a server of a major version, started when it is first asked for."""
    with ExitStack() as stack:
        running: dict[int, str] = {}

        def url_of(major: int) -> str:
            if major not in running:
                running[major] = stack.enter_context(open_throwaway(postgres=major)).url
            return running[major]

        yield url_of


@pytest.fixture
def database(server: Callable[[int], str]) -> Iterator[str]:
    """Answers the URL of a fresh, empty database on PostgreSQL 18."""
    with _database_of_a_test(server(18)) as url:
        yield url


#: Each version that tests run on, with the part that it needs.
VERSIONS = [
    pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
    pytest.param(16, id="pg16", marks=pytest.mark.needs("embedded16")),
    pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
]


@pytest.fixture(params=VERSIONS)
def each_database(request: pytest.FixtureRequest, server: Callable[[int], str]) -> Iterator[str]:
    """Answers the URL of a fresh, empty database on each version in turn."""
    with _database_of_a_test(server(request.param)) as url:
        yield url


@contextmanager
def _database_of_a_test(server_url: str) -> Iterator[str]:
    """A database that goes with its test: together those of a whole run would fill a memory."""
    url = fresh_database(server_url)
    yield url
    name = Identifier(str(conninfo_to_dict(url)["dbname"]))
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(SQL("drop database if exists {} with (force)").format(name))


def fresh_database(server_url: str) -> str:
    """Makes a database on a running server and answers its URL; it goes with the server.

    Copied as files, which takes half of what the way through the log does.
    """
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute(SQL("create database {} strategy file_copy").format(Identifier(name)))
    parts = conninfo_to_dict(server_url) | {"dbname": name}
    return f"postgresql://{parts['user']}@/{name}?host={parts['host']}"
