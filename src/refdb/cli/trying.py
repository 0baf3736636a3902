"""The verbs that need no target: what they run, they run on throwaways."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session, rows
from refdb.config import count
from refdb.errors import BadRequestError


def make(
    session: Session,
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Words for its file's name.", show_default=False),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing: exit 1 where files and migrations differ."),
    ] = False,
    amend: Annotated[
        bool,
        typer.Option("--amend", help="Write the newest one anew, made and never applied."),
    ] = False,
    postgres: options.Postgres = None,
) -> None:
    """Make a migration pair from the object files that changed."""
    if check:
        answer = session.project.compare_files(postgres=postgres)
        session.show(answer)
        session.exit_for(answer.findings)
        return
    session.no_findings("make without --check")
    if not name:
        hint = "Write words for its file's name: `refdb make faster leaderboard`."
        raise BadRequestError("the migration needs a name", hint=hint)
    session.show(session.project.make(" ".join(name), amend=amend, postgres=postgres))


def prove(
    session: Session,
    *,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ID",
            help="From this one; those before are only applied.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[bool, typer.Option("--data", help="With sample data in.")] = False,
    sample: options.Sample = None,
    lock_rows: Annotated[
        str,
        typer.Option(
            "--lock-rows",
            metavar="N",
            help="Tell how long others wait for its locks at so many rows a table; 0 for not.",
        ),
    ] = "1M",
    postgres: options.Postgres = None,
) -> None:
    """Prove on a throwaway that every rollback restores: up, down, up, then all down."""
    if sample and not data:
        raise BadRequestError("--sample says how much data, and --data is missing", hint="Add it.")
    answer = session.project.prove(
        start=start,
        data=data,
        sample=rows(sample),
        postgres=postgres,
        lock_rows=None if lock_rows == "0" else count(lock_rows, "--lock-rows"),
    )
    session.show(answer)
    session.exit_for(answer.findings)


def throwaway(
    session: Session,
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the schema.")] = False,
    shell: Annotated[bool, typer.Option("--shell", help="Start psql in it.")] = False,
    clean: Annotated[bool, typer.Option("--clean", help="Only remove cached templates.")] = False,
) -> None:
    """Open a Postgres with the schema in it, print its URL, delete it at the end."""
    from refdb.cli.visit import open_shell, stay  # noqa: PLC0415 - only this verb needs it

    project = session.project
    if clean:
        session.show(project.clean_throwaways())
        return
    if empty and sample:
        raise BadRequestError("--empty and --sample contradict each other", hint="Give one.")
    with project.throwaway(postgres=postgres, sample=rows(sample), empty=empty) as opened:
        code = open_shell(opened) if shell else stay(session, opened)
    raise typer.Exit(code)
