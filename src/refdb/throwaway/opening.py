"""Opens throwaways."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from refdb.errors import MissingPartError
from refdb.late import late
from refdb.throwaway import archive
from refdb.throwaway.account import server_account
from refdb.throwaway.binaries import check, choose
from refdb.throwaway.folder import sweep
from refdb.throwaway.places import cache_folder, server_places
from refdb.throwaway.runnable import runnable
from refdb.throwaway.source import CONTAINER, SERVER, Source, Wish
from refdb.throwaway.templates import Recipe, archive_for, started
from refdb.throwaway.urls import QUIET, url_of
from refdb.throwaway.value import Throwaway

with late():
    from refdb.throwaway import container, given, given_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from refdb.throwaway.binaries import Binaries
    from refdb.throwaway.templates import Template

ANYWHERE = Source()
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@contextmanager
def open_throwaway(
    *,
    postgres: int | None = None,
    template: Template | None = None,
    settings: Mapping[str, str] = _NO_SETTINGS,
    extensions: Collection[str] = (),
    source: Source = ANYWHERE,
) -> Iterator[Throwaway]:
    """Opens a throwaway, which is gone when the context or this process ends, in whatever way.

    From the providers `embedded` and `local`, it is a server of its own on a copy of a cached
    template, in memory where there is room. It listens on a socket in a folder that only its user
    and root can enter. `container` runs one in a container, and `server` makes a database on a
    server that is there, where its template stays for the next time.

    Where no provider is named, the first one is taken that has the version and the extensions:
    embedded, local, the server if one is named, and a container whose image need not be fetched.

    Args:
        postgres: its major version, such as 15; None for the best that is here.
        template: what it starts with; built and cached when it is wanted for the first time.
            None for an empty database.
        settings: settings of the server that win over refdb's own.
        extensions: names of extensions that are created in its database, such as pg_cron, whose
            jobs then really run.
        source: where it is made.

    Raises:
        BadRequestError: a version, name or setting that cannot be.
        MissingPartError: no such PostgreSQL or extension here; says what to install.
        RefdbError: no room, the cache cannot be written, or the server does not come up.
        Exception: whatever the template's `build` raises.
    """
    wish = Wish(postgres, template, settings, extensions, source)
    with _opener(wish)(wish) as opened:
        yield opened


def _opener(wish: Wish) -> Callable[[Wish], AbstractContextManager[Throwaway]]:
    """Answers what opens a throwaway as it is wished."""
    wish.source.check()
    check(wish.postgres, wish.extensions)
    named = wish.source.provider
    if named == SERVER:
        return given.open_given
    if named == CONTAINER:
        return container.open_container
    try:
        choose(wish.postgres, extensions=wish.extensions, provider=named)
    except MissingPartError:
        if not named and wish.source.server and not given.lacks(wish):
            return given.open_given
        if not named and container.is_here(wish):
            return container.open_container
        raise
    return _open_own


@contextmanager
def _open_own(wish: Wish) -> Iterator[Throwaway]:
    """Opens a server of refdb's own, from the embedded wheel or installed binaries."""
    binaries = choose(wish.postgres, extensions=wish.extensions, provider=wish.source.provider)
    account = server_account()
    cache = cache_folder(account)
    reachable = runnable(binaries, account, cache)
    recipe = Recipe(cache, account, reachable, wish.settings, wish.extensions)
    with (
        archive_for(recipe, wish.template) as source,
        started(recipe, source) as server,
    ):
        opened = describe(binaries, server.folder.path, server.url, built=source.built)
        yield replace(opened, another=partial(_open_own, wish))


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
        quiet=url_of(url, QUIET),
    )


def clean_cache(source: Source = ANYWHERE) -> tuple[Path, tuple[int, ...]]:
    """Removes every cached template and what killed commands left, and answers what was removed.

    Running throwaways and development databases are untouched.

    Args:
        source: where throwaways are made; of its server, the templates there go, too.

    Returns:
        The cache's folder and the bytes of each template.

    Raises:
        RefdbError: something in the cache cannot be removed, or the server does not answer.
    """
    there = given_templates.clean(given.as_url(source.server)) if source.server else ()
    account = server_account()
    sweep(server_places(account), account)
    cache = cache_folder(account)
    return cache, (*archive.clean(cache), *there)
