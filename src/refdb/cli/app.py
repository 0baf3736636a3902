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
from refdb.cli.session import verb
from refdb.late import late

with late():
    from refdb.cli import (
        adopt,
        changing,
        checking,
        explaining,
        linting,
        monitoring,
        operating,
        starting,
        statistics,
        testing,
        trying,
    )

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

#: Every verb, in the order of `refdb --help`, and the module that has a function of its name.
VERBS = {
    "init": starting,
    "new": starting,
    "make": trying,
    "status": changing,
    "apply": changing,
    "rollback": changing,
    "redo": changing,
    "adopt": adopt,
    "drift": changing,
    "lint": linting,
    "prove": trying,
    "explain": explaining,
    "test": testing,
    "check": checking,
    "call": testing,
    "throwaway": trying,
    "schedules": operating,
    "monitor": monitoring,
}
#: Verbs with verbs of their own, whose functions are in the module.
GROUPS = {"statistics": (statistics, ("export", "show", "scale", "from_sample"))}


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """Answers the command line.

    Args:
        words: what was typed behind `refdb`. Where they name a verb, the others are left out:
            to make them all costs a command 15 ms.
    """
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
    app.callback()(_options)
    asked = next((word for word in words if not word.startswith("-")), "")
    for name, home in VERBS.items():
        if name == asked or asked not in VERBS:
            app.command()(verb(getattr(home, name)))
    for name in GROUPS if asked not in VERBS else ():
        app.add_typer(_group(name), name=name)
    return app


def _group(name: str) -> typer.Typer:
    home, verbs = GROUPS[name]
    group = typer.Typer(help=home.HELP, no_args_is_help=True)
    for one in verbs:
        group.command(one.replace("_", "-"))(verb(getattr(home, one)))
    return group


def _print_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"refdb {__version__}")
        raise typer.Exit


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
        command_line(sys.argv[1:])()
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
