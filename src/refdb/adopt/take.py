"""The whole of an adoption on a connection: read, decide, refuse, carry out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg.rows import dict_row
from psycopg.sql import SQL

from refdb import db, ledger
from refdb.adopt import baseline, registry
from refdb.adopt.files import folder_of
from refdb.adopt.plan import Adoption, decide, refused_target
from refdb.adopt.write import carry_out, present_files
from refdb.errors import RefusedError, StatementFailedError
from refdb.queries import load
from refdb.tree.files import display_name

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.adopt.values import Row, Tool
    from refdb.db import Connection

#: In place of a tool's name: a database that no tool migrated.
BASELINE = "baseline"
_NOT_ITS_LEDGER = ("42703", "42883", "22P02")  # no such column or operator, a value of another type


@dataclass(frozen=True)
class Request:
    """What to take over.

    Attributes:
        tool: the tool's name.
        root: the project's folder, which names in messages are relative to.
        migrations: sql/migrations, which is written.
        folder: the tool's files; None to look at its usual places below root.
        table: its ledger's name; empty for the usual one.
        python: the interpreter that has Alembic; None to look for one.
    """

    tool: str
    root: Path
    migrations: Path
    folder: Path | None = None
    table: str = ""
    python: Path | None = None


def adopt(conn: Connection, request: Request, *, dry_run: bool) -> Adoption:
    """Takes over another tool's files and ledger; runs nothing of the migrations.

    Args:
        conn: a connection in autocommit mode that holds the runner lock.
        request: what to take over.
        dry_run: decide and check, change nothing.

    Raises:
        BadRequestError: no such tool or folder.
        BadTreeError: a file of the tool cannot be read.
        RefusedError: something forbids it; nothing was changed.
    """
    adoption = _decided(conn, request)
    seen = ledger.read(conn)
    refusals = refused_target(adoption, present_files(request.migrations), seen)
    adoption = replace(adoption, findings=(*refusals, *adoption.findings))
    adoption.check()
    if not dry_run:
        carry_out(conn, adoption, request.migrations)
    return adoption


def _decided(conn: Connection, request: Request) -> Adoption:
    if request.tool == BASELINE:
        return baseline.adoption(conn, display_name(request.migrations, request.root))
    tool = registry.find(request.tool, request.python)
    usual = (request.root / name for name in tool.folders)
    folder = folder_of(request.folder, usual, tool.name)
    source = tool.read(folder)
    history = tool.history(_rows(conn, tool, request.table), source)
    return decide(
        tool.name,
        source,
        history,
        place=display_name(folder, request.root),
        folder=display_name(request.migrations, request.root),
    )


def _rows(conn: Connection, tool: Tool, table: str) -> list[Row]:
    wanted = table or tool.table
    name = conn.execute(load("adopt/table"), {"table": wanted}).fetchall()[0][0]
    if name is None:
        raise RefusedError(
            f"{tool.name} has no ledger in this database: there is no table {wanted}",
            hint="Is it the right target? A ledger with another name is given with --table.",
        )
    query = SQL(load(tool.query)).format(table=SQL(name))
    try:
        with db.failures(), conn.cursor(row_factory=dict_row) as cursor:
            return list(cursor.execute(query).fetchall())
    except StatementFailedError as wrong:
        if not wrong.sqlstate.startswith(_NOT_ITS_LEDGER):
            raise
        raise RefusedError(
            f"the table {name} is no ledger of {tool.name}: {wrong.message}",
            hint="Another tool made it, or another version; a ledger with another name is given "
            "with --table.",
        ) from None
