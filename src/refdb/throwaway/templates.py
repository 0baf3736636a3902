"""Templates: an empty server of each version, and what a caller builds on one."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from refdb import db
from refdb.errors import RefdbError
from refdb.queries import load
from refdb.throwaway.account import run
from refdb.throwaway.archive import open_archive
from refdb.throwaway.folder import DATA, make_folder, remove_folder, sweep
from refdb.throwaway.places import MEGABYTE, SLACK_MEGABYTES, place_for, server_places
from refdb.throwaway.server import Server
from refdb.throwaway.settings import (
    initdb_options,
    server_command,
    template_name,
    throwaway_settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from refdb.throwaway.account import Account
    from refdb.throwaway.archive import Archive
    from refdb.throwaway.binaries import Binaries
    from refdb.throwaway.folder import Folder

# While a template is made, WAL and what is later removed take room, too.
BASE_MEGABYTES = 64


@dataclass(frozen=True)
class Template:
    """What a throwaway starts with.

    Attributes:
        key: what it is, such as a hash of the migrations; the same key is built once.
        build: makes it, given the URL of a new, empty server.
        megabytes: the room that building it takes, about.
    """

    key: str
    build: Callable[[str], None]
    megabytes: int = 0


@dataclass(frozen=True)
class Recipe:
    """Everything that a server is started from.

    Attributes:
        cache: the cache folder.
        account: who runs it.
        binaries: what it is made from, where that user can reach it.
        settings: the caller's settings.
        extensions: names of extensions that are created in it.
    """

    cache: Path
    account: Account
    binaries: Binaries
    settings: Mapping[str, str]
    extensions: Collection[str] = ()


def archive_for(recipe: Recipe, template: Template | None) -> AbstractContextManager[Archive]:
    """Opens the archive of a template, building what is not there; of the empty server for None.

    Args:
        recipe: what a server is started from.
        template: what it starts with.

    Raises:
        RefdbError: it could not be built.
        Exception: whatever the template's `build` raises.
    """
    if template is None:
        return _base_archive(recipe)
    parts = [template.key, *sorted(recipe.extensions)]
    parts += [f"{name}={recipe.settings[name]}" for name in sorted(recipe.settings)]
    name = template_name(recipe.binaries, ["built", *parts])
    return open_archive(recipe.cache, name, lambda file: _build(recipe, template, file))


@contextmanager
def started(recipe: Recipe, archive: Archive, megabytes: int = 0) -> Iterator[Server]:
    """Runs a server on a copy of a template; afterwards it is gone.

    Args:
        recipe: what it is started from.
        archive: the template.
        megabytes: the room that it needs beyond the template's and the usual.

    Raises:
        RefdbError: no room, or it does not come up.
    """
    folder = _folder_with_room(
        recipe.account, archive.size + (megabytes + SLACK_MEGABYTES) * MEGABYTE
    )
    settings = throwaway_settings(recipe.binaries.major, recipe.extensions, recipe.settings)
    settings["cluster_name"] = folder.path.name  # by which refdb.statistics knows it, too
    command = server_command(recipe.binaries, folder.data, folder.path, settings)
    try:
        server = Server(folder, recipe.account, archive.file, command)
    except BaseException:
        remove_folder(folder)
        raise
    try:
        sweep(server_places(recipe.account), recipe.account)  # while the server starts
        server.wait_until_ready()
        yield server
    finally:
        server.close()


def _base_archive(recipe: Recipe) -> AbstractContextManager[Archive]:
    """Opens the archive of an empty server with its extensions, made where it is not there."""
    extensions = sorted(recipe.extensions)
    name = template_name(recipe.binaries, ["base", *extensions])
    if not extensions:
        return open_archive(recipe.cache, name, lambda file: _make_base(recipe, file))
    plain = replace(recipe, settings={}, extensions=())
    return open_archive(recipe.cache, name, lambda file: _add_extensions(recipe, plain, file))


def _build(recipe: Recipe, template: Template, file: IO[bytes]) -> None:
    """Writes the archive of a template: builds it on a server, stops that, packs its data."""
    with _base_archive(recipe) as base, started(recipe, base, template.megabytes) as server:
        template.build(server.url)
        server.stop()
        _pack(recipe, server.folder, file)


def _add_extensions(recipe: Recipe, plain: Recipe, file: IO[bytes]) -> None:
    """Writes the archive of an empty server with extensions.

    On a running server: what a server of one process creates gets the numbers of built-in objects,
    and row-level security and pg_dump pass over those.
    """
    with _base_archive(plain) as base, started(replace(recipe, settings={}), base) as server:
        wanted = ",".join(sorted(recipe.extensions))
        with db.connect(server.url, **{"refdb.extensions": wanted}) as conn:
            db.run(conn, load("throwaway/create_extensions"))
        server.stop()
        _pack(recipe, server.folder, file)


def _make_base(recipe: Recipe, file: IO[bytes]) -> None:
    """Writes the archive of an empty server, whose database has refdb's name.

    Free space and visibility maps of the catalog are a quarter of all its files, and made
    anew when they are needed. WAL of the past is never read again.
    """
    folder = _folder_with_room(recipe.account, BASE_MEGABYTES * MEGABYTE)
    programs, account = recipe.binaries.bin, recipe.account
    alone = ("--single", "-j", "-c", "fsync=off", "-c", "exit_on_error=on", "-D", folder.data)
    try:
        options = initdb_options(recipe.binaries.major)
        run(account, [programs / "initdb", "-D", folder.data, *options])
        rename = f"{load('throwaway/rename_database').strip()}\n\n"
        run(account, [programs / "postgres", *alone, "template1"], text=rename)
        run(account, [programs / "pg_resetwal", "-f", "-D", folder.data])
        maps = ["(", "-name", "*_fsm", "-o", "-name", "*_vm", ")"]
        run(account, ["find", folder.data, "-type", "f", *maps, "-delete"])
        _pack(recipe, folder, file)
    finally:
        remove_folder(folder)


def _pack(recipe: Recipe, folder: Folder, file: IO[bytes]) -> None:
    """Writes a stopped server's data directory into an open file of the cache."""
    try:
        run(recipe.account, ["tar", "-c", "-f", "-", "-C", folder.path / DATA, "."], stdout=file)
    except RefdbError as error:
        raise RefdbError(
            f"the template could not be written in {recipe.cache}: {error.message}",
            hint=f"Make room in {recipe.cache}, or set XDG_CACHE_HOME to a folder with more.",
        ) from None


def _folder_with_room(account: Account, need: int) -> Folder:
    """Answers a new folder with so much room, sweeping first when it is short."""
    places = server_places(account)
    try:
        place = place_for(places, need)
    except RefdbError:
        if not sweep(places, account):
            raise
        place = place_for(places, need)
    return make_folder(place, account)
