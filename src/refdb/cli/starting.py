"""The verbs that a tree begins with, and grows by."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli.session import Session


def init(session: Session) -> None:
    """Lay out a new tree and refdb.toml in this folder."""
    for path in session.project.init():
        session.printer.line(f"wrote {path.relative_to(path.cwd())}")


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
