"""What a caller is told of a throwaway."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

DATA = "data"


@dataclass(frozen=True)
class Throwaway:
    """A running Postgres that refdb made.

    Attributes:
        url: the URL of its database, for a superuser where the server is refdb's own; valid while
            it runs.
        major: its major version, such as 18.
        version: its whole version, such as 18.4.
        provider: `embedded`, `local`, `server` or `container`.
        bin: the folder with programs for it (psql, pg_dump …).
        directory: its folder: the data directory, the log, the socket. Nothing is there where the
            server's files are not this machine's.
        built: its template or its data was not there and has been made for this request.
        quiet: the URL of another database of the server, from which databases are made.
        another: opens a server with the same in it; None where there is only this one.
    """

    url: str
    major: int
    version: str
    provider: str
    bin: Path
    directory: Path
    built: bool
    quiet: str
    another: Callable[[], AbstractContextManager[Throwaway]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.directory / DATA
