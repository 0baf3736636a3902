"""Where things are kept: the cache, and folders with room for a server's files."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.config import cache_home
from refdb.errors import RefdbError
from refdb.throwaway.account import can_reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.throwaway.account import Account

MEGABYTE = 1024 * 1024

# Memory first: a server there never waits for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - each folder below it is made new, with a random name

ROOT_CACHE = Path("/var/cache/refdb")

# The kernel's limit for a Unix socket's path, less the socket's own name.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")

# What a server may write beyond the template's own size: WAL, temporary files, some rows.
SLACK_MEGABYTES = 256


@dataclass(frozen=True)
class Place:
    """A folder in which servers' folders can be made.

    Attributes:
        path: the folder.
        free: the bytes that may be written there.
    """

    path: Path
    free: int


def cache_folder(account: Account) -> Path:
    """Answers refdb's cache folder, made if it must be.

    It is XDG_CACHE_HOME/refdb or ~/.cache/refdb; for root XDG_CACHE_HOME/refdb when it is set and
    the user who runs servers can reach it, else /var/cache/refdb.

    Args:
        account: who runs servers.

    Raises:
        RefdbError: it cannot be made.
    """
    configured = cache_home()
    if account.foreign:
        wanted = Path(configured, "refdb") if Path(configured).is_absolute() else ROOT_CACHE
        folder = wanted if _can_be_reached(account, wanted) else ROOT_CACHE
    else:
        base = Path(configured) if Path(configured).is_absolute() else _home() / ".cache"
        folder = base / "refdb"
    return own_folder(folder, mode=0o755 if account.foreign else 0o700)


def own_folder(folder: Path, *, mode: int) -> Path:
    """Answers a folder of refdb's own, made with these permissions if it is not there.

    Args:
        folder: its path.
        mode: its permissions, such as 0o700.

    Raises:
        RefdbError: it cannot be made.
    """
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
    except OSError as error:
        raise unwritable(folder, error) from None
    return folder


def unwritable(folder: Path, error: OSError) -> RefdbError:
    """Answers the error for a folder of the cache that cannot be written."""
    return RefdbError(
        f"the cache folder {folder} cannot be written: {error.strerror}",
        hint="Set XDG_CACHE_HOME to a folder that you can write in.",
    )


def server_places(account: Account) -> tuple[Path, ...]:
    """Answers the folders in which servers' folders are made, the quickest first.

    Args:
        account: who runs servers; must be able to write there as well, to remove its folder.
    """
    folders = dict.fromkeys((MEMORY, Path(tempfile.gettempdir()), Path("/var/tmp")))  # noqa: S108
    return tuple(folder for folder in folders if _fits(account, folder))


def place_for(places: Iterable[Path], need: int) -> Path:
    """Answers the first folder with enough room.

    Args:
        places: folders, the best first.
        need: bytes that will be written.

    Raises:
        RefdbError: none has enough; says how much each has.
    """
    looked_at: list[Place] = []
    for path in places:
        place = Place(path, _free(path))
        if need <= place.free:
            return path
        looked_at.append(place)
    found = ", ".join(f"{one.path} has {one.free // MEGABYTE} MB" for one in looked_at)
    raise RefdbError(
        f"not enough room for a server: {need // MEGABYTE} MB are needed, {found or 'no folder'}",
        hint="Make room, or set TMPDIR to a folder with more.",
    )


def _home() -> Path:
    """Answers this user's home."""
    try:
        return Path.home()
    except RuntimeError:
        raise RefdbError(
            "there is no home folder to keep the cache in",
            hint="Set XDG_CACHE_HOME to a folder that you can write in.",
        ) from None


def _fits(account: Account, folder: Path) -> bool:
    """Answers whether servers' folders can be made here, with their sockets in them."""
    short = len(str(folder)) + len("/refdb-12345678") <= LONGEST_SOCKET_FOLDER
    return short and os.access(folder, os.W_OK | os.X_OK) and can_reach(account, folder, write=True)


def _can_be_reached(account: Account, folder: Path) -> bool:
    """Answers whether a user can come to a folder that may not exist yet."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return can_reach(account, existing)


def _free(folder: Path) -> int:
    """Answers how many bytes may be written in a folder; of memory at most half of what is left."""
    info = os.statvfs(folder)
    room = info.f_bavail * info.f_frsize
    return min(room, _memory_left() // 2) if folder == MEMORY else room


def _memory_left() -> int:
    """Answers how many bytes of memory are left: of the machine and, in a container, of it."""
    available = re.search(r"MemAvailable:\s+(\d+) kB", _read("/proc/meminfo"))
    machine = int(available[1]) * 1024 if available else 0
    return min(chain([machine], _container_memory()))


def _container_memory() -> Iterator[int]:
    """Answers what is left of the control group's memory, nothing when it is not limited."""
    limit, used = (_read(f"/sys/fs/cgroup/memory.{name}").strip() for name in ("max", "current"))
    if limit.isdigit() and used.isdigit():
        yield int(limit) - int(used)


def _read(path: str) -> str:
    """Answers a small file's text, empty when it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
