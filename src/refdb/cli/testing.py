"""The verbs that run a person's SQL on throwaways: tests and calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session, rows
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from refdb.sqltest import Coverage


def test(
    session: Session,
    *,
    matching: Annotated[
        str,
        typer.Option("-k", metavar="TEXT", help="Only tests with this in file or sentence."),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            help="Files that are run at a time; one a core if it is left out.",
            show_default=False,
        ),
    ] = None,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Tell which lines and branches of functions ran."),
    ] = False,
    minimum: Annotated[
        float,
        typer.Option(
            "--minimum",
            metavar="PERCENT",
            min=0,
            max=100,
            help="With coverage: exit 1 where fewer of the lines ran.",
            show_default=False,
        ),
    ] = 0.0,
    lcov: Annotated[
        Path | None,
        typer.Option(
            "--lcov",
            metavar="FILE",
            help="With coverage: write it there in LCOV's format.",
            show_default=False,
        ),
    ] = None,
    postgres: options.Postgres = None,
) -> None:
    """Run the SQL tests on throwaways, files side by side, each on a clone of its own."""
    answer = session.project.test(
        matching=matching,
        postgres=postgres,
        jobs=jobs,
        coverage=coverage or bool(minimum) or lcov is not None,
        minimum=minimum,
    )
    if lcov and answer.coverage:
        _write_lcov(lcov, answer.coverage)
    session.show(answer)
    session.exit_for(answer.findings)


def _write_lcov(file: Path, coverage: Coverage) -> None:
    from refdb.report.lcov import as_lcov  # noqa: PLC0415 - only this option needs it

    try:
        file.write_text(as_lcov(coverage), encoding="utf-8")
    except OSError as error:
        raise BadRequestError(f"{file} cannot be written: {error.strerror}") from None


def call(
    session: Session,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="What to run, in quotes.")],
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Run SQL on a throwaway with the schema and sample data, and roll it back."""
    session.show(session.project.call(sql, sample=rows(sample), postgres=postgres))
