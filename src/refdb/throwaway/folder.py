"""The folder of one server: made new, locked while someone lives for it, swept when nobody does."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.throwaway.lock import disown, lock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.throwaway.account import Account

PREFIX = "refdb-"
NAME = re.compile(r"refdb-[0-9a-f]{8}")
LOG = "log"
DATA = "data"

# A folder without its log is being made at this moment, unless it is older than this.
SECONDS_TO_MAKE = 60.0

# Told to stop at once, PostgreSQL gives its children five seconds before it kills them.
SECONDS_TO_QUIT = 7.0


@dataclass(frozen=True)
class Folder:
    """A server's folder.

    Attributes:
        path: the folder: data, log, and the socket.
        lock: the open log, whose lock says that someone lives for the folder.
    """

    path: Path
    lock: int

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.path / DATA

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.path / LOG


def make_folder(place: Path, account: Account) -> Folder:
    """Answers a new folder for a server, which only the user who runs the server can enter.

    Args:
        place: where to make it.
        account: who runs the server.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        path = place / f"{PREFIX}{secrets.token_hex(4)}"
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            continue
        with suppress(FileNotFoundError):  # swept by someone who took it for a leftover
            descriptor = lock(path / LOG)
            if descriptor is not None:
                _give(account, path, descriptor)
                return Folder(path, descriptor)


def remove_folder(folder: Folder) -> None:
    """Removes a folder with everything that is still in it or runs on it.

    Args:
        folder: the folder; its lock is released.
    """
    end_servers(folder.data, signal.SIGQUIT)
    shutil.rmtree(folder.data, ignore_errors=True)  # the log last: without it, nobody sweeps
    shutil.rmtree(folder.path, ignore_errors=True)
    disown(folder.lock)


def sweep(places: Iterable[Path], account: Account) -> list[Path]:
    """Removes the folders that nobody lives for any more, and answers which they were.

    After a reboot, or when both a command and its supervisor were killed. Only folders of the
    user who runs servers, and only those whose lock nobody holds.

    Args:
        places: where servers' folders are made.
        account: who runs servers.
    """
    found = (path for place in places for path in place.glob(f"{PREFIX}*"))
    return [path for path in found if _is_ours(path, account) and _remove_leftover(path)]


def servers_of(data: Path) -> list[int]:
    """Answers the ids of the PostgreSQL processes that work in a data directory.

    Asks each process where it works: an id in a file may long be another process's.

    Args:
        data: the data directory, which may have been removed under them.
    """
    wanted = (str(data), f"{data} (deleted)")
    numbers = (entry.name for entry in os.scandir("/proc") if entry.name.isdigit())
    return [int(number) for number in numbers if _works_in(number) in wanted]


def running_server(data: Path) -> int | None:
    """Answers the id of the server of a data directory, None when it does not run.

    Its children are not the server: they end by themselves when it has been killed.

    Args:
        data: the data directory.
    """
    lines = status_lines(data)
    number = int(lines[0]) if lines and lines[0].isdigit() else 0
    return number if number in servers_of(data) else None


def status_lines(data: Path) -> list[str]:
    """Answers what a server says of itself in postmaster.pid, empty when there is none.

    Args:
        data: its data directory.
    """
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def end_servers(data: Path, how: signal.Signals, *, seconds: float = SECONDS_TO_QUIT) -> None:
    """Ends the PostgreSQL processes that work in a data directory, and waits until they are gone.

    Args:
        data: the data directory.
        how: SIGQUIT at once, SIGINT in good order.
        seconds: how long they may take before they are killed.
    """
    server = running_server(data)
    for number in [server] if server else servers_of(data):
        _tell(number, how)
    deadline = time.monotonic() + seconds
    while servers := servers_of(data):
        if time.monotonic() > deadline:
            for number in servers:
                _tell(number, signal.SIGKILL)
        time.sleep(0.005)


def has_ended(number: int) -> bool:
    """Answers whether a process has ended, also when nobody has asked for its result yet.

    Args:
        number: the process's id.
    """
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] in "ZX"


def _give(account: Account, path: Path, descriptor: int) -> None:
    """Makes the user who runs the server the owner of its folder and log."""
    if account.foreign:
        os.fchown(descriptor, account.uid, account.gid)
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _is_ours(path: Path, account: Account) -> bool:
    """Answers whether a folder can only be a server's: by its name, owner and permissions."""
    if not NAME.fullmatch(path.name):
        return False
    with suppress(OSError):
        info = path.lstat()
        return info.st_uid == account.uid and info.st_mode == stat.S_IFDIR | 0o700
    return False


def _remove_leftover(path: Path) -> bool:
    """Answers whether a folder was a leftover and has been removed."""
    with suppress(OSError):
        try:
            descriptor = lock(path / LOG, wait=False, make=False)
        except FileNotFoundError:  # being made, or its maker was killed
            is_being_made = time.time() - path.lstat().st_mtime < SECONDS_TO_MAKE
            if not is_being_made:
                path.rmdir()
            return not is_being_made
        if descriptor is not None:
            remove_folder(Folder(path, descriptor))
            return True
    return False


def _works_in(number: str) -> str:
    """Answers the folder in which a PostgreSQL process works, empty for any other process."""
    try:
        name = Path(f"/proc/{number}/comm").read_text(encoding="utf-8", errors="replace")
        return str(Path(f"/proc/{number}/cwd").readlink()) if name.startswith("postgres") else ""
    except OSError:
        return ""


def _tell(number: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, what)
