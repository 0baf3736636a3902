"""The verbs, and the way in."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from refdb import __version__
from refdb.cli import changing, trying
from refdb.cli.adopt import adopt
from refdb.cli.session import Session, verb

if TYPE_CHECKING:
    from types import FrameType

app = typer.Typer(
    name="refdb",
    help="Schema as code for PostgreSQL, with proof.",
    epilog="Exit codes: 0 good, 1 findings, 2 wrong request or files, 3 cannot connect, "
    "4 refused, 5 a statement failed.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"refdb {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _print_version(asked=asked),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    pass


@app.command()
@verb
def init(session: Session) -> None:
    """Lay out a new tree and refdb.toml in this folder."""
    for path in session.project.init():
        session.printer.line(f"wrote {path.relative_to(path.cwd())}")


@app.command()
@verb
def new(
    session: Session,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="Words for its file's name.")],
    *,
    no_transaction: Annotated[
        bool,
        typer.Option("--no-transaction", help="For statements such as create index concurrently."),
    ] = False,
) -> None:
    """Write an empty migration pair with the next number."""
    for path in session.project.new(" ".join(name), transactional=not no_transaction):
        session.printer.line(f"wrote {path.relative_to(session.project.config.root)}")


for _verb in (
    trying.make,
    changing.status,
    changing.apply,
    changing.rollback,
    changing.redo,
    adopt,
    changing.drift,
    trying.prove,
    trying.explain,
    trying.test,
    trying.call,
    trying.throwaway,
):
    app.command()(_verb)


def _end(number: int, _: FrameType | None) -> NoReturn:
    # As an exception, so that every block's end is run: servers stop, folders go.
    raise SystemExit(128 + number)


def main() -> NoReturn:
    """Runs the command line; whatever ends it, throwaways are deleted."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    gc.set_threshold(100_000)
    gc.enable()
    try:
        app()
        code = 0
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        code = 1
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        code = end.code or 0
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Ends at once: taking the interpreter to pieces would cost 70 ms more."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)
