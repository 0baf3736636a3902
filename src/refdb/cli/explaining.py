"""The verb that asks for plans: of contracts or of any query, on throwaways or on a target."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session, rows
from refdb.errors import BadRequestError


def explain(
    session: Session,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]…", help="Only these contracts.", show_default=False),
    ] = None,
    *,
    matching: Annotated[
        str,
        typer.Option("-k", metavar="TEXT", help="Only contracts with this in file or query."),
    ] = "",
    sql: Annotated[
        str,
        typer.Option(
            "--sql",
            metavar="SQL|FILE|-",
            help="A query instead of the contracts: SQL in quotes, a file, or - for what comes in.",
        ),
    ] = "",
    values: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="EXPRESSIONS",
            help="Values of that query's parameters, separated by commas.",
        ),
    ] = "",
    analyze: Annotated[
        bool,
        typer.Option("--analyze", help="Run them too, rolled back; never on a target."),
    ] = False,
    audit: Annotated[
        bool,
        typer.Option("--audit", help="Every statement inside functions, views, policies too."),
    ] = False,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Check every contract's plan on a throwaway with sample data, or on --target."""
    if values and not sql:
        hint = "A contract's values stand in its file: `-- with:`."
        raise BadRequestError("--with gives values to the query of --sql", hint=hint)
    answer = session.project.explain(
        names or (),
        matching=matching,
        sql=_text(sql) if sql else "",
        values=values,
        rows=rows(sample),
        analyze=analyze,
        live=session.target is not None,
        audit=audit,
        postgres=postgres,
    )
    session.show(answer)
    session.exit_for(answer.findings)


def _text(sql: str) -> str:
    """One word is a file: no query is one word."""
    text = sys.stdin.read() if sql == "-" else sql if len(sql.split()) > 1 else _read(sql)
    if not text.strip():
        raise BadRequestError("there is no query", hint='Write one: `--sql "select …"`.')
    return text


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequestError(
            f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}",
            hint='Write a query in quotes, `--sql "select …"`, or the name of a file.',
        ) from None
