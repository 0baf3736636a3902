"""What a person does in an open throwaway: psql, or wait until it is no longer needed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import typer

from refdb.errors import MissingPartError

if TYPE_CHECKING:
    from refdb.cli.session import Session
    from refdb.throwaway import Throwaway


def open_shell(opened: Throwaway) -> int:
    """Runs psql in a throwaway; answers psql's exit code.

    Raises:
        MissingPartError: there is no psql.
    """
    beside = opened.bin / "psql"
    psql = str(beside) if beside.exists() else shutil.which("psql")
    if psql is None:
        hint = "Install it (Debian: apt-get install postgresql-client)."
        raise MissingPartError("there is no psql", hint=hint)
    # Ctrl-C is psql's while it runs: it cancels a query there.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run([psql, opened.url], check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def stay(session: Session, opened: Throwaway) -> int:
    """Prints a throwaway's URL and waits for Ctrl-C or SIGTERM; answers the exit code."""
    if session.json:
        values = {"url": opened.url, "postgres": opened.major, "provider": opened.provider}
        typer.echo(json.dumps(values))
    else:
        typer.echo(opened.url)
        typer.echo(
            f"PostgreSQL {opened.major} ({opened.provider}), gone when this ends: press Ctrl-C",
            err=True,
        )
    try:
        signal.pause()
    except KeyboardInterrupt:
        return 0
    return 0
