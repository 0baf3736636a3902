"""The verb that is the gate: every check of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session
from refdb.errors import BadRequestError

Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="CHECK",
        help="Only this one: lint, files, prove, test or explain; may be given again.",
        show_default=False,
    ),
]
Skip = Annotated[
    list[str] | None,
    typer.Option(
        "--skip", metavar="CHECK", help="Not this one; may be given again.", show_default=False
    ),
]
ChangedSince = Annotated[
    str,
    typer.Option(
        "--changed-since", metavar="REF", help="Lint only files that changed since a git reference."
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="What could not be looked at is a failure, too.")
]
Save = Annotated[
    list[str] | None,
    typer.Option(
        "--save",
        metavar="FORMAT=FILE",
        help="Write the answer there as well, such as sarif=refdb.sarif; may be given again.",
        show_default=False,
    ),
]


def check(
    session: Session,
    *,
    only: Only = None,
    skip: Skip = None,
    changed_since: ChangedSince = "",
    strict: Strict = False,
    save: Save = None,
    postgres: options.Postgres = None,
) -> None:
    """Run every check of the files side by side: lint, files = migrations, prove, test, explain."""
    files = dict(map(_format_and_file, save or ()))
    printer = session.printer
    answer = session.project.check(
        only=only or (),
        skip=skip or (),
        changed_since=changed_since,
        strict=strict,
        postgres=postgres,
        on_end=printer.part_ended,
        on_change=printer.parts_run,
    )
    session.settle()
    for file, form in files.items():
        _write(file, f"{session.written(answer, form)}\n")
    session.show(answer)
    if answer.exit_code:
        raise typer.Exit(answer.exit_code)


def _format_and_file(text: str) -> tuple[Path, options.Format]:
    name, equals, file = text.partition("=")
    known = [one.value for one in options.Format if one is not options.Format.TEXT]
    if not (equals and file) or name not in known:
        hint = f"Write --save sarif=refdb.sarif; known are {', '.join(known)}."
        raise BadRequestError(f"--save {text!r} names no format with a file", hint=hint)
    return Path(file), options.Format(name)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadRequestError(f"{file} cannot be written: {error.strerror}") from None
