"""The regression table: every row, on every version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from locks import cases
from refdb import db
from refdb.errors import StatementFailedError
from servers import fresh_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEEDS = {15: "local15", 16: "embedded16", 18: "embedded18"}


@pytest.fixture(scope="module")
def template(server) -> Callable[[int], str]:
    """Answers the name of a database with the schema, made once a version."""
    made: dict[int, str] = {}

    def name_of(major: int) -> str:
        if major not in made:
            url = fresh_database(server(major))
            with db.connect(url) as conn:
                db.run(conn, cases.schema())
            made[major] = str(conninfo_to_dict(url)["dbname"])
        return made[major]

    return name_of


@pytest.fixture
def copied(request, server, template) -> Iterator[str]:
    """Answers the URL of a copy of the schema for one case."""
    major = request.getfixturevalue("case").major
    name = f"case_{abs(hash(request.node.name))}"
    parts = {"name": Identifier(name), "source": Identifier(template(major))}
    with db.connect(server(major)) as conn:
        conn.execute(SQL("create database {name} template {source}").format(**parts))
        yield f"{server(major)}&dbname={name}"
        conn.execute(SQL("drop database {name} with (force)").format(**parts))
        spaces = conn.execute("select 1 from pg_tablespace where spcname = %s", [name])
        if spaces.fetchall():
            conn.execute(SQL("drop tablespace {name}").format(**parts))


def _params() -> Iterator[object]:
    for case in cases.cases():
        mark = pytest.mark.needs(_NEEDS[case.major])
        yield pytest.param(case, id=f"{case.say} pg{case.major}", marks=mark)


@pytest.mark.parametrize("case", list(_params()))
def test_statement_does_what_the_table_says(case, copied) -> None:
    """Locks, new files, index builds and full reads are those of the row."""
    if case.error:
        with pytest.raises(StatementFailedError) as raised:
            cases.run(copied, case)
        assert raised.value.sqlstate == case.error
    else:
        assert cases.effect(cases.run(copied, case)) == case.effect
