"""The verbs of statistics sets: `refdb statistics export`, `show`, `scale` and `from-sample`."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session
from refdb.config import count
from refdb.errors import BadRequestError

HELP = "Statistics sets: what plans at production size stand on."

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Its name in sql/statistics/, or a file.json."),
]
Written = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Its name in sql/statistics/, a file.json, or - to print."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write a file anew that is there.")]


def export(
    session: Session,
    name: Written,
    *,
    redact: Annotated[
        bool, typer.Option("--redact", help="Leave out every value of the data.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--redact-column",
            metavar="TABLE.COLUMN",
            help="Leave out this column's values; may be given again.",
            show_default=False,
        ),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Write the target's row counts and column statistics to a file. Only reads there."""
    if redact and columns:
        raise BadRequestError(
            "--redact leaves out every value, and --redact-column only some", hint="Give one."
        )
    project = session.project
    session.show(
        project.export_statistics(
            name, redact=redact, columns=tuple(columns or ()), overwrite=overwrite
        )
    )


def show(session: Session, name: Name) -> None:
    """Show a statistics set as a table: rows, size, heights of indexes."""
    session.show(session.project.show_statistics(name))


def scale(
    session: Session,
    name: Name,
    *,
    rows: Annotated[
        list[str],
        typer.Option(
            "--rows",
            metavar="TABLE=N",
            help="This table's rows, such as student_referrals=1B; may be given again.",
        ),
    ],
    into: Annotated[
        str, typer.Option("--into", metavar="NAME", help="The new set's name, or - to print.")
    ],
    overwrite: Overwrite = False,
    postgres: options.Postgres = None,
) -> None:
    """Write a set as if tables had other numbers of rows; what points to them grows with them."""
    wanted = dict(_rows(one) for one in rows)
    session.show(
        session.project.scale_statistics(name, wanted, into, overwrite=overwrite, postgres=postgres)
    )


def from_sample(
    session: Session,
    name: Written,
    *,
    rows: Annotated[
        str, typer.Option("--rows", metavar="N", help="Rows of sample data: 500, 10k, 1M, 1B.")
    ],
    overwrite: Overwrite = False,
    postgres: options.Postgres = None,
) -> None:
    """Write the set that sample data of so many rows would have, without making it."""
    session.show(
        session.project.sample_statistics(
            name, count(rows, "--rows"), overwrite=overwrite, postgres=postgres
        )
    )


def _rows(text: str) -> tuple[str, int]:
    table, equals, number = text.partition("=")
    if not (table and equals):
        raise BadRequestError(
            f"--rows: {text!r} names no table", hint="Write --rows student_referrals=1B."
        )
    return table.strip(), count(number, f"--rows {table}")
