"""The databases that are compared: loaded, small, and empty with statistics."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier, Literal

from refdb import db, sample
from refdb.config import Config
from refdb.explain import plan_of
from refdb.explain.shape import shape
from refdb.project import Project
from refdb.statistics import read_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.explain import Plan
    from refdb.statistics import StatisticsSet
    from refdb.throwaway import Throwaway

ROOT = Path(__file__).parents[2]
SMALL = 1_000
_SEED = 1
_QUERIES = Path(__file__).with_name("queries.sql")
_CONSTANTS = {
    "organization": "select organization_id from public.student_referrals group by 1"
    " order by count(*) desc, 1 limit 1",
    "referrer": "select referrer_id from public.student_referrals group by 1"
    " order by count(*) desc, 1 limit 1",
    "referral": "select id from public.student_referrals order by id limit 1",
    "campaign": "select campaign_id from public.student_referrals"
    " where campaign_id is not null group by 1 order by count(*) desc, 1 limit 1",
    "recently": "select max(created_at) - interval '3 days' from public.student_referrals",
}


@dataclass(frozen=True)
class Question:
    """A query that is planned everywhere, with types and values of its parameters."""

    text: str
    params: tuple[str, ...] | None = ()
    values: str = ""


@dataclass(frozen=True)
class Sites:
    """One server with all of them.

    Attributes:
        opened: the throwaway, with the schema and no rows in its own database.
        loaded: the URL of the same with many rows, analyzed.
        small: the URL of the same with few.
        statistics: what was exported from the loaded one.
        seconds: how long loading, the small one, and the export took.
        questions: what is planned.
    """

    opened: Throwaway
    loaded: str
    small: str
    statistics: StatisticsSet
    seconds: dict[str, float]
    questions: tuple[Question, ...]


@contextmanager
def open_sites(rows: int, postgres: int) -> Iterator[Sites]:
    """Loads and analyzes both databases on a throwaway.

    Args:
        rows: referrals of the large one.
        postgres: major version.
    """
    project = Project(Config(root=ROOT, postgres=postgres))
    with project.throwaway() as opened:
        seconds = {}
        loaded, seconds["load"] = _filled(project, opened, "loaded", rows)
        small, seconds["small"] = _filled(project, opened, "small", SMALL)
        began = time.perf_counter()
        with db.connect(loaded) as conn:
            statistics = read_statistics(conn)
        seconds["export"] = time.perf_counter() - began
        with db.connect(loaded) as conn:
            questions = _questions(project, conn)
        yield Sites(opened, loaded, small, statistics, seconds, questions)


def plans(url: str, questions: Sequence[Question]) -> list[Plan]:
    """Answers the plans of all questions in a database."""
    with db.connect(url) as conn:
        return [plan_of(conn, one.text, one.params, one.values) for one in questions]


def counts(real: Sequence[Plan], other: Sequence[Plan]) -> tuple[int, int, int]:
    """Answers how many plans have the same shape, a cost within 1 %, exactly the same numbers."""
    pairs = list(zip(real, other, strict=True))
    return (
        sum(shape(one) == shape(two) for one, two in pairs),
        sum(abs(one.root.cost - two.root.cost) <= one.root.cost / 100 for one, two in pairs),
        sum(one.root == two.root for one, two in pairs),
    )


def differing(
    questions: Sequence[Question], real: Sequence[Plan], other: Sequence[Plan]
) -> list[str]:
    """Answers the queries whose plans differ in any number, with what they cost."""
    return [
        f"`{' '.join(question.text.split())[:100]}…`: {one.root.cost:,.2f} and {two.root.cost:,.2f}"
        for question, one, two in zip(questions, real, other, strict=True)
        if one.root != two.root
    ]


def url_of(opened: Throwaway, database: str) -> str:
    """Answers the URL of another database of a throwaway."""
    parts = conninfo_to_dict(opened.url)
    return f"postgresql://{parts['user']}@/{database}?host={quote(str(parts['host']), safe='')}"


def _filled(project: Project, opened: Throwaway, name: str, rows: int) -> tuple[str, float]:
    """Copies the schema's database and fills the copy; answers its URL and the seconds."""
    began = time.perf_counter()
    with db.connect(url_of(opened, "template1")) as conn:
        text = SQL("create database {} template refdb strategy file_copy")
        conn.execute(text.format(Identifier(name)))
    url = url_of(opened, name)
    sample.fill(url, project.tree.samples, rows=rows, seed=_SEED)
    with db.connect(url) as conn:
        conn.execute("checkpoint")
    return url, time.perf_counter() - began


def _questions(project: Project, conn: db.Connection) -> tuple[Question, ...]:
    """Answers every contract, generic and for its own values, and the queries of this benchmark."""
    found = []
    for contract in project.tree.contracts:
        found.append(Question(contract.query, contract.params))
        if contract.values:
            found.append(Question(contract.query, contract.params, _values(conn, contract.values)))
    constants = {
        name: Literal(str(conn.execute(query).fetchall()[0][0])).as_string(conn)
        for name, query in _CONSTANTS.items()
    }
    texts = _QUERIES.read_text(encoding="utf-8").split(";\n")
    return (*found, *(Question(text.strip().format(**constants)) for text in texts))


def _values(conn: db.Connection, values: str) -> str:
    """Answers the values of a contract as they are in the loaded database, as SQL."""
    row = conn.execute(f"select {values}").pgresult
    if row is None:
        return ""
    texts = (row.get_value(0, column) for column in range(row.nfields))
    return ", ".join(
        "null" if text is None else Literal(text.decode()).as_string(conn) for text in texts
    )
