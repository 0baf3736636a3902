"""The regression table: every row, on every version."""

from __future__ import annotations

import functools
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from locks import cases
from refdb import db
from refdb.errors import StatementFailedError
from servers import fresh_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ROOT = Path(__file__).parents[2]
_NEEDS = {15: "local15", 16: "embedded16", 18: "embedded18"}


@pytest.fixture(scope="module")
def template(server) -> Callable[[int, bool], str]:
    """Answers the name of a database with the schema, with its rows or without, made once."""

    @functools.cache
    def name_of(major: int, is_filled: bool) -> str:
        url = fresh_database(server(major))
        with db.connect(url) as conn:
            db.run(conn, cases.schema(is_filled=is_filled))
        return str(conninfo_to_dict(url)["dbname"])

    return name_of


@pytest.fixture
def copied(server, template) -> Iterator[Callable[..., str]]:
    """Answers the URL of a copy of the schema for one case; gone after the test."""
    with ExitStack() as stack:

        def copy(major: int, *, is_filled: bool = True) -> str:
            return stack.enter_context(_copy(server(major), template(major, is_filled)))

        yield copy


@contextmanager
def _copy(server_url: str, template: str) -> Iterator[str]:
    parts = {"name": Identifier("lock_case"), "source": Identifier(template)}
    create = "create database {name} template {source} strategy file_copy"
    with db.connect(server_url) as conn:
        conn.execute(SQL(create).format(**parts))
        try:
            yield f"{server_url}&dbname=lock_case"
        finally:
            conn.execute(SQL("drop database {name} with (force)").format(**parts))
            conn.execute(SQL("drop tablespace if exists {name}").format(**parts))
            conn.execute(SQL("drop role if exists someone"))


def _params(found: Iterable[cases.Case]) -> list[object]:
    return [
        pytest.param(
            case,
            id=f"{case.say} pg{case.major}",
            marks=pytest.mark.needs(_NEEDS[case.major]),
        )
        for case in found
    ]


@pytest.mark.parametrize("case", _params(cases.cases()))
def test_statement_does_what_the_table_says(case, copied) -> None:
    """Locks, new files, index builds and full reads are those of the row."""
    url = copied(case.major)
    if case.error:
        with pytest.raises(StatementFailedError) as raised:
            cases.run(url, case)
        assert raised.value.sqlstate == case.error
    else:
        assert cases.effect(cases.run(url, case)) == case.effect


_READING = (one for one in cases.cases() if one.effect.reads and one.major == cases.VERSIONS[-1])


@pytest.mark.parametrize("case", _params(_READING))
def test_empty_tables_tell_the_same(case, copied) -> None:
    """What reads or rewrites a table does so without a row in it."""
    assert cases.effect(cases.run(copied(case.major, is_filled=False), case)) == case.effect


def test_page_is_current() -> None:
    """docs/locks.md shows the table: `scripts/lock_table.py` writes it."""
    command = [sys.executable, _ROOT / "scripts/lock_table.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0
