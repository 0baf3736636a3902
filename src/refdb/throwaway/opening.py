"""Opens throwaways."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from refdb.throwaway import archive
from refdb.throwaway.account import server_account
from refdb.throwaway.binaries import choose
from refdb.throwaway.folder import DATA, sweep
from refdb.throwaway.places import cache_folder, server_places
from refdb.throwaway.runnable import runnable
from refdb.throwaway.templates import Recipe, Template, archive_for, started

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from refdb.throwaway.binaries import Binaries

_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Throwaway:
    """A running Postgres that refdb made.

    Attributes:
        url: the URL of its database, for a superuser; valid while it runs.
        major: its major version, such as 18.
        version: its whole version, such as 18.4.
        provider: `embedded` or `local`.
        bin: the folder with its programs (psql, pg_dump …).
        directory: its folder: the data directory, the log, the socket.
        built: its template or its data was not there and has been made for this request.
    """

    url: str
    major: int
    version: str
    provider: str
    bin: Path
    directory: Path
    built: bool

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.directory / DATA


@contextmanager
def open_throwaway(
    *,
    postgres: int | None = None,
    template: Template | None = None,
    settings: Mapping[str, str] = _NO_SETTINGS,
    extensions: Collection[str] = (),
) -> Iterator[Throwaway]:
    """Opens a throwaway, which is gone when the context or this process ends, in whatever way.

    It is a server of its own on a copy of a cached template, in memory where there is room. It
    listens on a socket in a folder that only its user and root can enter.

    Args:
        postgres: its major version, such as 15; None for the best that is here.
        template: what it starts with; built and cached when it is wanted for the first time.
            None for an empty database.
        settings: settings of the server that win over refdb's own.
        extensions: names of extensions that are created in its database, such as pg_cron, whose
            jobs then really run.

    Raises:
        BadRequestError: a version, name or setting that cannot be.
        MissingPartError: no such PostgreSQL or extension here; says what to install.
        RefdbError: no room, the cache cannot be written, or the server does not come up.
        Exception: whatever the template's `build` raises.
    """
    binaries = choose(postgres, extensions=extensions)
    account = server_account()
    cache = cache_folder(account)
    recipe = Recipe(cache, account, runnable(binaries, account, cache), settings, extensions)
    with (
        archive_for(recipe, template) as source,
        started(recipe, source) as server,
    ):
        yield describe(binaries, server.folder.path, server.url, built=source.built)


def describe(binaries: Binaries, directory: Path, url: str, *, built: bool) -> Throwaway:
    """Answers what a caller is told of a running server.

    Args:
        binaries: what it was made from.
        directory: its folder.
        url: its URL.
        built: its template or data is new.
    """
    return Throwaway(
        url=url,
        major=binaries.major,
        version=binaries.version,
        provider=binaries.provider,
        bin=binaries.bin,
        directory=directory,
        built=built,
    )


def clean_cache() -> tuple[Path, tuple[int, ...]]:
    """Removes every cached template and what killed commands left, and answers what was removed.

    Running throwaways and development databases are untouched.

    Returns:
        The cache's folder and the bytes of each template.

    Raises:
        RefdbError: something in the cache cannot be removed.
    """
    account = server_account()
    sweep(server_places(account), account)
    cache = cache_folder(account)
    return cache, archive.clean(cache)
