"""Runs SQL on throwaways, to see what it gives."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from psycopg import RawCursor
from psycopg.sql import SQL, Identifier

from refdb import db, explain, sqltext
from refdb.errors import BadRequestError
from refdb.project.throwaways import in_words, open_for
from refdb.queries import load
from refdb.report.answers import Called, Ran

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg.errors import Diagnostic

    from refdb.db import Connection, Place
    from refdb.project.base import Base
    from refdb.sqltext import Statement


@dataclass(frozen=True)
class Request:
    """What is to be run, and how.

    Attributes:
        sql: the statements.
        file: where they are from, for errors.
        params: the values of $1, $2 …
        role: who runs them; empty for the superuser.
        settings: settings of the session, such as app.organization_id.
        plans: `explain` to see plans and run nothing that has one, `analyze` to run and see them,
            empty for results.
    """

    sql: str
    file: str = "your SQL"
    params: Sequence[Any] = ()
    role: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    plans: str = ""


def call(project: Base, request: Request, *, sample: int | None, postgres: int | None) -> Called:
    """Runs statements on a throwaway in a transaction that is rolled back."""
    statements = sqltext.split(request.sql, request.file)
    _check(statements, request)
    with (
        open_for(project, postgres=postgres, sample=sample) as opened,
        db.connect(opened.url) as conn,
        db.failures(request.file),
        conn.transaction(force_rollback=True),
    ):
        _settle(conn, request)
        ran = tuple(_run(conn, one, request) for one in statements)
        return Called(in_words(opened), ran, sample)


def _check(statements: Sequence[Statement], request: Request) -> None:
    """Refuses what cannot be run in one transaction, or has not the parameters that it names.

    Raises:
        BadRequestError: the first such thing.
    """
    if not statements:
        hint = 'Write a statement: `refdb call "select 1"`.'
        raise BadRequestError("there is nothing to call", hint=hint)
    used: set[int] = set()
    for one in statements:
        objection = _objection(one, request)
        if objection:
            message, hint = objection
            raise BadRequestError(message, file=request.file, line=one.line, hint=hint)
        used |= sqltext.parameters(one)
    unused = [number for number in range(1, len(request.params) + 1) if number not in used]
    if unused:
        hint = "Take the value out, or write the parameter into a statement."
        raise BadRequestError(f"no statement has ${unused[0]}", hint=hint)


def _objection(statement: Statement, request: Request) -> tuple[str, str] | None:
    if sqltext.controls_transaction(statement):
        hint = "Take it out: everything is one transaction, which is rolled back at the end."
        return f"{statement.first_word} ends or begins a transaction", hint
    if sqltext.uses_client_data(statement):
        hint = "Write the rows as an insert, or select them."
        return "copy to or from the client cannot run here", hint
    highest = max(sqltext.parameters(statement), default=0)
    if highest > len(request.params):
        hint = f"Give a value for each parameter: `--param VALUE`, {highest} in all."
        return f"${highest} has no value", hint
    return None


def _settle(conn: Connection, request: Request) -> None:
    for name, value in request.settings.items():
        with db.failures(f"--set {name}"):
            conn.execute(load("call/set_setting"), (name, value))
    if request.role:
        with db.failures(f"--role {request.role}"):
            conn.execute(SQL(load("call/set_role")).format(role=Identifier(request.role)))


def _run(conn: Connection, statement: Statement, request: Request) -> Ran:
    text, offset = _text(conn, statement, request)
    params = _values(statement, request.params)

    def locate(position: int | None, _: int) -> Place:
        if position is None:
            return statement.line, None, statement.text
        line, column = sqltext.position_of(statement.text, position - 1 - offset)
        if line == 1:
            column += sqltext.position_of(request.sql, statement.start)[1] - 1
        return statement.line + line - 1, column, statement.text

    with _notices(conn) as notices, db.failures(request.file, locate):
        started = time.perf_counter()
        cursor = RawCursor(conn).execute(text, params)
        rows = tuple(cursor.fetchall()) if cursor.description else ()
        took = (time.perf_counter() - started) * 1000
    columns = tuple(one.name for one in cursor.description or ())
    plan = explain.read_plan(rows[0][0], "custom") if offset else None
    return Ran(
        statement.line,
        statement.text,
        () if plan else columns,
        () if plan else rows,
        cursor.statusmessage or "",
        took,
        tuple(notices),
        plan,
    )


def _text(conn: Connection, statement: Statement, request: Request) -> tuple[str, int]:
    """What is sent, and how many characters of it stand before the statement."""
    if not request.plans or not sqltext.has_plan(statement):
        return statement.text, 0
    query = SQL(load(f"call/{request.plans}").rstrip())
    text = query.format(statement=SQL(statement.text)).as_string(conn)
    return text, len(text) - len(statement.text)


def _values(statement: Statement, params: Sequence[Any]) -> list[Any] | None:
    """The values of the parameters up to the last that a statement has.

    One that it has not needs a type all the same, which the server cannot guess: a number's.
    """
    used = sqltext.parameters(statement)
    if not used:
        return None
    return [params[n - 1] if n in used else 0 for n in range(1, max(used) + 1)]


@contextmanager
def _notices(conn: Connection) -> Iterator[list[tuple[str, str]]]:
    """Collects what the server says beside a result."""
    heard: list[tuple[str, str]] = []

    def hear(diagnostic: Diagnostic) -> None:
        parts = (
            diagnostic.message_primary,
            diagnostic.message_detail,
            diagnostic.message_hint,
        )
        severity = diagnostic.severity_nonlocalized or "NOTICE"
        heard.append((severity, ". ".join(one.rstrip(".") for one in parts if one)))

    conn.add_notice_handler(hear)
    try:
        yield heard
    finally:
        conn.remove_notice_handler(hear)
