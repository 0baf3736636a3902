"""Binaries that root can reach and the user who runs servers cannot: copied into the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.throwaway.account import can_reach
from refdb.throwaway.binaries import EMBEDDED_PACKAGE, share_folder
from refdb.throwaway.lock import locked
from refdb.throwaway.places import own_folder, unwritable

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.throwaway.account import Account
    from refdb.throwaway.binaries import Binaries

FOLDER = "binaries"

# All that a server and what makes one need; clients run as whoever called refdb.
PROGRAMS = ("postgres", "initdb", "pg_resetwal")
NOT_NEEDED = ("*.a", "pgxs", "pkgconfig")


def runnable(binaries: Binaries, account: Account, cache: Path) -> Binaries:
    """Answers the same binaries where the user who runs servers can reach them.

    A virtual environment below root's home cannot be reached by anyone else, and its permissions
    are not refdb's to change. So the server's part of it is copied once a version, for root only.

    Args:
        binaries: what to run.
        account: who runs it.
        cache: the cache folder.

    Raises:
        RefdbError: that user cannot reach the cache either, or it cannot be written.
    """
    if _reachable(account, binaries):
        return binaries
    if binaries.provider != "embedded":
        raise RefdbError(
            f"the user {account.name} cannot reach {binaries.bin}",
            hint="Install PostgreSQL where every user can reach it, or run refdb as another user.",
        )
    wheel = binaries.bin.parent.parent
    folder = own_folder(cache / FOLDER, mode=0o755) / _name(binaries)
    inside = folder / wheel.name / binaries.bin.parent.name / "bin"
    try:
        with locked(folder.with_suffix(".lock")):
            if not folder.is_dir():
                _copy(binaries, folder)
    except OSError as error:
        raise unwritable(cache / FOLDER, error) from None
    copied = replace(binaries, bin=inside)
    if not _reachable(account, copied):
        raise RefdbError(
            f"the user {account.name} can reach neither {binaries.bin} nor {inside}",
            hint="Unset XDG_CACHE_HOME, or run refdb as another user.",
        )
    return copied


def _reachable(account: Account, binaries: Binaries) -> bool:
    """Answers whether a user can run the programs and read what they read."""
    needed = [binaries.bin / name for name in PROGRAMS]
    needed += [share_folder(binaries.bin) / "postgres.bki", binaries.bin.parent / "lib"]
    return all(can_reach(account, path) for path in needed if path.exists())


def _name(binaries: Binaries) -> str:
    """Answers under which name a copy is kept: another when the original changes."""
    info = (binaries.bin / "postgres").stat()
    text = f"{binaries.bin} {info.st_size} {info.st_mtime_ns}"
    return f"{binaries.version}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _copy(binaries: Binaries, folder: Path) -> None:
    """Copies the server's part under another name, and gives it its own when it is whole."""
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    prefix = binaries.bin.parent
    target = unfinished / prefix.parent.name / prefix.name
    (target / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        shutil.copy(binaries.bin / name, target / "bin")
    for name in ("lib", "share"):
        shutil.copytree(prefix / name, target / name, ignore=shutil.ignore_patterns(*NOT_NEEDED))
    libraries = prefix.parent.with_name(f"{EMBEDDED_PACKAGE}.libs")
    with suppress(FileNotFoundError):  # initdb's libraries; found by their place beside the wheel
        shutil.copytree(libraries, unfinished / libraries.name)
    _open_to_all(unfinished)
    unfinished.rename(folder)


def _open_to_all(folder: Path) -> None:
    """Lets everyone read a copy and run what is in it, whatever the umask was."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
