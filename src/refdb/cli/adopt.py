"""The verb that takes a database over from another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session
from refdb.errors import BadRequestError


def adopt(
    session: Session,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="The tool's files, where it has them elsewhere."),
    ] = None,
    *,
    tool: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="TOOL",
            help="yoyo, alembic, flyway, dbmate, golang-migrate, goose, sqitch, diesel, sqlx or "
            "node-pg-migrate.",
            show_default=False,
        ),
    ] = "",
    baseline: Annotated[
        bool,
        typer.Option("--baseline", help="No tool: one migration from the database's own catalog."),
    ] = False,
    table: Annotated[
        str,
        typer.Option(
            "--table", metavar="NAME", help="The tool's ledger, where it has another name."
        ),
    ] = "",
    python: Annotated[
        Path | None,
        typer.Option(
            "--python",
            metavar="FILE",
            help="The interpreter that has Alembic and what its migrations import.",
            show_default=False,
        ),
    ] = None,
    dry_run: options.DryRun = False,
) -> None:
    """Take over a database that another tool migrated."""
    if bool(tool) == baseline:
        hint = "Write `refdb adopt --from dbmate`, or `refdb adopt --baseline`."
        raise BadRequestError("say where from: --from TOOL or --baseline", hint=hint)
    if baseline and (folder or table or python):
        hint = "Take FOLDER, --table and --python out."
        raise BadRequestError("a baseline is made from the database alone", hint=hint)
    session.show(
        session.project.adopt(
            tool or "baseline", folder, table=table, python=python, dry_run=dry_run
        ),
    )
