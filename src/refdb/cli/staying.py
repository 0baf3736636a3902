"""Verbs that stay until Ctrl-C: tests that are watched, databases that are kept."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from refdb.errors import RefdbError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.cli.session import Session
    from refdb.project.watching import Round
    from refdb.report.answers import Tested


def show_rounds(session: Session, rounds: Iterator[Round]) -> None:
    """Prints each round of tests until Ctrl-C, which is its good end."""
    with suppress(KeyboardInterrupt):
        for one in rounds:
            if one.changed:
                session.printer.line(f"changed: {', '.join(one.changed)}", "bold")
            if isinstance(one.answer, RefdbError):
                session.fail(one.answer)
            else:
                session.show(one.answer)
            typer.echo("watching: press Ctrl-C to end", err=True)


def show_kept(session: Session, answer: Tested) -> None:
    """Prints results, and waits for Ctrl-C where databases of failed tests were kept."""
    session.show(answer)
    if any(one.kept for one in answer.results):
        typer.echo("kept until this ends: press Ctrl-C", err=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
