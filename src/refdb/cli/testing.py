"""The verbs that run a person's SQL on throwaways: tests and calls."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session, rows


def test(
    session: Session,
    *,
    matching: Annotated[
        str,
        typer.Option("-k", metavar="TEXT", help="Only tests with this in file or sentence."),
    ] = "",
    postgres: options.Postgres = None,
) -> None:
    """Run the SQL tests on a throwaway."""
    answer = session.project.test(matching=matching, postgres=postgres)
    session.show(answer)
    session.exit_for(answer.findings)


def call(
    session: Session,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="What to run, in quotes.")],
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Run SQL on a throwaway with the schema and sample data, and roll it back."""
    session.show(session.project.call(sql, sample=rows(sample), postgres=postgres))
