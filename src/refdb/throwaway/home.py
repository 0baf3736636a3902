"""Where a project's development database lives, and who runs it."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.throwaway.account import ROOT, can_reach, owner_account, server_account
from refdb.throwaway.binaries import choose
from refdb.throwaway.folder import DATA
from refdb.throwaway.places import LONGEST_SOCKET_FOLDER, cache_folder, server_places
from refdb.throwaway.runnable import runnable
from refdb.throwaway.templates import Recipe

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.throwaway.account import Account
    from refdb.throwaway.binaries import Binaries

FOLDER = ".refdb"
PREFIX = "postgres-"
IN_CACHE = "development"
NOTE = "development.txt"

_IGNORE_ALL = "# The development database is this machine's alone.\n*\n"


@dataclass(frozen=True)
class Home:
    """A development database's place and parts.

    Attributes:
        path: its folder: data directory, log and locks.
        binaries: what it is made from.
        recipe: the same, as its server is started.
    """

    path: Path
    binaries: Binaries
    recipe: Recipe

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.path / DATA

    @property
    def account(self) -> Account:
        """Who runs it."""
        return self.recipe.account


def find_home(project: Path, postgres: int | None) -> Home:
    """Answers where a project's development database lives, with its folders made.

    Args:
        project: the project's folder, an absolute path.
        postgres: its major version; None for the newest that is there, or the best to make one.

    Raises:
        MissingPartError: no such PostgreSQL here; says what to install.
        RefdbError: a folder cannot be made, or the database belongs to someone else.
    """
    account = server_account()
    cache = cache_folder(account)
    try:
        base = _base(project, account, cache)
        binaries = choose(postgres or _newest(base))
        path = base / f"{PREFIX}{binaries.major}"
        _make(path, account)
        account = owner_account(path, account)
    except OSError as error:
        raise RefdbError(
            f"the development database of {project} cannot be made: {error}",
            hint=f"Make {project} a folder that you can write in, or name another target.",
        ) from None
    recipe = Recipe(cache, account, runnable(binaries, account, cache), {})
    return Home(path, binaries, recipe)


def make_socket_folder(home: Home) -> Path:
    """Answers the folder for the socket: the database's own, or a short one for a long path.

    A short one is removed with the server, so it is made when the server is started.

    Args:
        home: the database.

    Raises:
        RefdbError: someone else has made a folder of that name, or none can be made.
    """
    if len(str(home.path)) <= LONGEST_SOCKET_FOLDER:
        return home.path
    places = server_places(home.account)
    if not places:
        raise RefdbError(
            f"the path of {home.path} is too long for a socket, and there is no other place",
            hint="Set TMPDIR to a folder with a short path in which everybody can write.",
        )
    folder = places[0] / f"refdb.{_short_hash(home.path)[:8]}"
    _make(folder, home.account)
    info = folder.lstat()
    if info.st_uid != home.account.uid or info.st_mode != stat.S_IFDIR | 0o700:
        raise RefdbError(
            f"{folder} is not a folder that only {home.account.name} can enter",
            hint="Remove it.",
        )
    return folder


def _base(project: Path, account: Account, cache: Path) -> Path:
    """Answers the folder for a project's databases of all versions: its own, or in the cache."""
    own = project / FOLDER
    own.mkdir(exist_ok=True)
    ignore = own / ".gitignore"
    if not ignore.exists():
        ignore.write_text(_IGNORE_ALL, encoding="utf-8")
    if can_reach(account, own):
        return own
    elsewhere = cache / IN_CACHE / f"{project.name}-{_short_hash(project)}"
    elsewhere.mkdir(parents=True, exist_ok=True)
    for folder in (elsewhere.parent, elsewhere):
        folder.chmod(0o755)
    note = f"The user {account.name} cannot reach this folder: the data is in {elsewhere}\n"
    (own / NOTE).write_text(note, encoding="utf-8")
    return elsewhere


def _newest(base: Path) -> int | None:
    """Answers the newest version of which there is a database."""
    found = (one.parent.name.removeprefix(PREFIX) for one in base.glob(f"{PREFIX}*/{DATA}"))
    return max((int(version) for version in found if version.isdigit()), default=None)


def _make(path: Path, account: Account) -> None:
    """Makes a folder that only the user who runs the server can enter, unless it is there."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if account.foreign and path.lstat().st_uid == ROOT:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
