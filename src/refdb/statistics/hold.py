"""The files of a throwaway, held open: the only door through which refdb writes into any.

Everything that is asked here is asked of the server and of the file system, never of a caller or a
setting, and there is no way to leave a question out.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from refdb.errors import RefusedError
from refdb.queries import load
from refdb.statistics.values import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Final

    from refdb.db import Connection

#: Names of the databases that files are written for; nothing else has such a name.
COPY_NAME: Final = re.compile(r"refdb_plan_[0-9a-f]{12}")

# How refdb.throwaway names a throwaway's folder, its log, whose lock says that somebody lives for
# it, and its data directory.
_FOLDER: Final = re.compile(r"refdb-[0-9a-f]{8}")
_FILE_NAME: Final = re.compile(r"[0-9]+(_vm|\.[0-9]+)?")
_LOG: Final = "log"
_DATA: Final = "data"
_ROOT: Final = 0
_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE: Final = os.O_NOFOLLOW | os.O_CLOEXEC

# What no server has that anybody keeps data in, and what every throwaway has.
_MUST_BE: Final = {
    "autovacuum": "off",
    "block_size": str(PAGE),
    "fsync": "off",
    "full_page_writes": "off",
    "in_recovery": "off",
    "listen_addresses": "",
    "max_wal_senders": "0",
    "segment_pages": str((1 << 30) // PAGE),
    "superuser": "on",
    "wal_level": "minimal",
}


@dataclass(frozen=True)
class _Server:
    """What a server says of itself."""

    settings: dict[str, str]
    data_directory: str
    cluster_name: str
    sockets: str
    status: str


class Files:
    """The open directory of one planning copy's files.

    Made by `Hold.files_of` alone. No name is followed out of the directory, and no link in it.
    """

    def __init__(self, directory: int, owner: os.stat_result) -> None:
        self._directory = directory
        self._owner = owner

    def first_page(self, name: str) -> bytes:
        """Answers the first page of a file, empty when it has none."""
        descriptor = self._open(name, os.O_RDONLY)
        try:
            return os.pread(descriptor, PAGE, 0)
        finally:
            os.close(descriptor)

    def content(self, name: str) -> bytes:
        """Answers all that is in a file."""
        descriptor = self._open(name, os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def write(self, name: str, head: bytes, size: int, *, whole: bool) -> None:
        """Writes the beginning of a file and sets its length; what is between is a hole.

        Args:
            name: the file, made when it is not there.
            head: its first bytes.
            size: its length in bytes.
            whole: nothing of its former content stays.
        """
        descriptor = self._open(name, os.O_RDWR | os.O_CREAT)
        try:
            if whole:
                os.ftruncate(descriptor, 0)
            if head:
                os.pwrite(descriptor, head, 0)
            os.ftruncate(descriptor, size)
        finally:
            os.close(descriptor)

    def _open(self, name: str, how: int) -> int:
        if not _FILE_NAME.fullmatch(name):
            raise _refused(f"{name} is no name of a file")
        descriptor = os.open(name, how | _FILE, 0o600, dir_fd=self._directory)
        try:
            self._claim(descriptor, name)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _claim(self, descriptor: int, name: str) -> None:
        """Sees that a file is the server's and nothing else's name; a new one becomes its own."""
        info, owner = os.fstat(descriptor), self._owner
        is_new = info.st_uid == os.geteuid() and not info.st_size
        if not _is_single_file(info) or not (is_new or info.st_uid == owner.st_uid):
            raise _refused(f"the file {name} of the planning copy is not its own")
        if info.st_uid != owner.st_uid:
            os.fchown(descriptor, owner.st_uid, owner.st_gid)


class Hold:
    """A throwaway's data directory, held open. Made by `held` alone."""

    def __init__(self, stack: ExitStack, inside: int, owner: os.stat_result) -> None:
        self._stack = stack
        self._inside = inside
        self._owner = owner

    def files_of(self, conn: Connection, database: str) -> Files:
        """Answers the files of a planning copy; open as long as the hold is.

        Args:
            conn: the connection with which the server was asked.
            database: the copy's name.

        Raises:
            RefusedError: it is no planning copy.
        """
        found = conn.execute(load("statistics/database_number"), {"name": database}).fetchone()
        if not COPY_NAME.fullmatch(database) or not found:
            raise _refused(f"{database} is no planning copy")
        base = _opened(self._stack, "base", self._inside)
        return Files(_opened(self._stack, str(found[0]), base), self._owner)


@contextmanager
def held(conn: Connection, data: Path) -> Iterator[Hold]:
    """Holds a throwaway's data directory, once it is sure that it is one.

    Args:
        conn: a connection to a database of its server in which nobody has made anything.
        data: the data directory that it is said to have.

    Raises:
        RefusedError: its server is anything but a throwaway that refdb runs at this moment, on
            this machine, with these files.
    """
    with conn.cursor(row_factory=class_row(_Server)) as cursor:
        server = cursor.execute(load("statistics/server")).fetchall()[0]
    with ExitStack() as stack:
        folder = _opened(stack, data.parent, None)
        inside = _opened(stack, _DATA, folder)
        for why in _objections(server, data, folder, inside):
            raise _refused(why)
        yield Hold(stack, inside, os.fstat(folder))


def _objections(server: _Server, data: Path, folder: int, inside: int) -> Iterator[str]:
    """Answers why these are not the files of a throwaway of refdb's, in words."""
    yield from _settings_objections(server, data)
    info = os.fstat(folder)
    if info.st_mode != stat.S_IFDIR | 0o700 or info.st_uid == _ROOT:
        yield f"{data.parent} is not a folder that only the server's user can enter"
    if os.geteuid() not in (_ROOT, info.st_uid) or os.fstat(inside).st_uid != info.st_uid:
        yield f"{data.parent} belongs to another user"
    if not server.status or _text(inside, "postmaster.pid") != server.status:
        yield "its files are not those of the server that answers"
    if not _is_locked(folder):
        yield "no command lives for it"


def _settings_objections(server: _Server, data: Path) -> Iterator[str]:
    """Answers what the server says that no throwaway on these files would say."""
    name = data.parent.name
    for setting, value in _MUST_BE.items():
        if server.settings.get(setting) != value:
            yield f"its {setting} is {server.settings.get(setting)!r} and not {value!r}"
    if server.data_directory != str(data) or data.name != _DATA:
        yield f"its data is in {server.data_directory} and not in {data}"
    if not _FOLDER.fullmatch(name) or server.cluster_name != name:
        yield f"its name is {server.cluster_name!r}, and its folder's {name!r}"
    if server.sockets != str(data.parent):
        yield f"its socket is in {server.sockets!r}"


def _refused(why: str) -> RefusedError:
    return RefusedError(
        f"refdb writes into the files of its own throwaways only: {why}",
        hint="Open one with refdb and plan there.",
    )


def _opened(stack: ExitStack, path: str | Path, above: int | None) -> int:
    """Answers an open directory that is no link; closed with the stack."""
    try:
        descriptor = os.open(path, _DIRECTORY, dir_fd=above)
    except OSError as error:
        raise _refused(f"{path} cannot be opened ({error.strerror})") from None
    stack.callback(os.close, descriptor)
    return descriptor


def _text(directory: int, name: str) -> str:
    """Answers a small file's text, empty when it cannot be read."""
    with suppress(OSError):
        descriptor = os.open(name, os.O_RDONLY | _FILE, dir_fd=directory)
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            return file.read()
    return ""


def _is_locked(folder: int) -> bool:
    """Answers whether somebody holds the lock on a throwaway's log."""
    with suppress(OSError):
        descriptor = os.open(_LOG, os.O_RDONLY | _FILE, dir_fd=folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
    return False


def _is_single_file(info: os.stat_result) -> bool:
    return stat.S_ISREG(info.st_mode) and info.st_nlink == 1
