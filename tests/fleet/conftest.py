"""A server with room for fleets."""

from __future__ import annotations

import itertools

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from fleets import Made
from refdb.throwaway import open_throwaway
from trees import TWO_TABLES, write_tree

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def fleet_server():
    """Answers the URL of a server that many can connect to at once."""
    with open_throwaway(postgres=18, settings={"max_connections": "60"}) as opened:
        yield opened.url


@pytest.fixture
def make_fleet(tmp_path, fleet_server):
    """Answers a function that makes a fleet of so many empty databases, called t0, t1 and so on."""

    def make(number, *, migrations=None):
        write_tree(tmp_path, TWO_TABLES | (migrations or {}))
        parts = conninfo_to_dict(fleet_server)
        urls = {}
        with psycopg.connect(fleet_server, autocommit=True) as conn:
            for place in range(number):
                database = f"fleet_{next(_numbers)}"
                conn.execute(
                    SQL("create database {} strategy file_copy").format(Identifier(database))
                )
                urls[f"t{place}"] = f"postgresql://postgres@/{database}?host={parts['host']}"
        lines = "".join(f"{name} = {url}\n" for name, url in urls.items())
        (tmp_path / "fleet.txt").write_text(f"# a fleet\n\n{lines}")
        return Made(tmp_path, urls)

    return make
