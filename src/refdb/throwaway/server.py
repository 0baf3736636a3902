"""One throwaway's server: started by a supervisor that ends it with the command that opened it."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from contextlib import contextmanager, suppress
from importlib import resources
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from refdb.errors import RefdbError
from refdb.throwaway.account import Streams, spawn, tail
from refdb.throwaway.folder import (
    Folder,
    end_servers,
    has_ended,
    remove_folder,
    status_lines,
)
from refdb.throwaway.lock import disown, own
from refdb.throwaway.settings import DATABASE, SUPERUSER

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb.throwaway.account import Account

# Unpacking a large template on a slow disk takes long, and so does recovering after a crash of
# the machine, or writing everything out at the end; the usual is milliseconds.
SECONDS_TO_UNPACK = 600.0
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 120.0

# What the supervisor gets to stop the server and remove the folder before this process does it.
SECONDS_TO_END = 15.0

# In postmaster.pid: the process's id, its data directory, start, port, socket, address, memory,
# and last the word that says whether it answers.
STATUS_LINE = 7
SOCKET_LINE = 4


class Server:
    """A running server in a folder of its own, gone when `close` is called or this process ends."""

    def __init__(
        self, folder: Folder, account: Account, archive: IO[bytes], command: list[str]
    ) -> None:
        """Starts it; `wait_until_ready` says when it answers.

        Args:
            folder: its folder.
            account: who runs it.
            archive: what to unpack as its data directory.
            command: what to start.
        """
        self.folder = folder
        self._owner = os.getpid()
        line, theirs = socket.socketpair()
        self._line = own(line)
        with theirs, _closed_on_error(self._line):
            self._supervisor = spawn(
                account,
                ["/bin/sh", "-c", script("supervise.sh"), "refdb", folder.path, *command],
                Streams(archive, theirs.fileno(), folder.lock),
                own_session=True,
            )

    @property
    def url(self) -> str:
        """Its URL."""
        return socket_url(self.folder.path)

    def wait_until_ready(self) -> None:
        """Waits until it answers.

        Raises:
            RefdbError: it does not come up; with the end of its log.
        """
        said = first_words(self._line)
        if not said.startswith("server "):
            raise _not_unpacked(self.folder)
        wait_for_server(self.folder.data, int(said.split()[1]), self.folder.log)

    def stop(self) -> None:
        """Stops it in good order, so that its data directory can be copied.

        Raises:
            RefdbError: it was not running any more, or did not stop in time.
        """
        end_servers(self.folder.data, signal.SIGINT, seconds=SECONDS_TO_STOP)
        if status_lines(self.folder.data):
            raise with_log("PostgreSQL did not stop in good order", self.folder.log)

    def close(self) -> None:
        """Stops it at once and removes its folder; does nothing in a child made by fork."""
        if os.getpid() != self._owner:
            self._supervisor.returncode = 0  # the parent's child, not this one's to wait for
            return
        hang_up(self._line, self._supervisor)
        if self.folder.path.exists():  # the supervisor was killed, or could not do all of it
            remove_folder(self.folder)
        else:
            disown(self.folder.lock)


def script(name: str) -> str:
    """Answers the text of a supervisor; a file's path could not be read by every server's user.

    Args:
        name: its file's name in this package.
    """
    return resources.files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def socket_url(folder: Path) -> str:
    """Answers the URL of the database whose socket is in a folder.

    Args:
        folder: where the socket is.
    """
    return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(folder), safe='')}&port=5432"


def hang_up(
    line: socket.socket, supervisor: subprocess.Popen[bytes], *, seconds: float = SECONDS_TO_END
) -> None:
    """Tells a supervisor that this command has ended, and waits for what it does then.

    Waiting for the end of its side of the socket is quicker than asking for its result again and
    again.

    Args:
        line: the socket to it.
        supervisor: its process, killed when it takes too long.
        seconds: how long it may take.
    """
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)
    ended = _is_heard(line, seconds)
    disown(line)
    if not ended:
        supervisor.kill()
    supervisor.wait()


def first_words(line: socket.socket) -> str:
    """Answers the first thing that a supervisor says, empty when it ended without a word.

    Args:
        line: the socket to it.
    """
    return line.recv(100).decode() if _is_heard(line, SECONDS_TO_UNPACK) else ""


def wait_for_server(data: Path, process: int, log: Path) -> None:
    """Waits until a server that is being started answers.

    Args:
        data: its data directory.
        process: its process's id.
        log: what it says.

    Raises:
        RefdbError: it ended, or does not answer in time; with the end of its log.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_ready(process, status_lines(data)):
        if has_ended(process):
            raise with_log("PostgreSQL did not start", log)
        if time.monotonic() > deadline:
            raise with_log(f"PostgreSQL did not answer in {SECONDS_TO_START:.0f} s", log)
        time.sleep(0.001)


def is_ready(process: int, lines: Sequence[str]) -> bool:
    """Answers whether a server answers, from its id and the lines of postmaster.pid.

    A server that was killed has left its lines behind, with another id.
    """
    known = len(lines) > STATUS_LINE and lines[0] == str(process)
    return known and lines[STATUS_LINE].strip() == "ready"


def with_log(what: str, log: Path) -> RefdbError:
    """Answers the error for what happened to a server, with the end of its log.

    Args:
        what: what happened.
        log: the server's log.
    """
    try:
        said = tail(log.read_bytes())
    except OSError as error:
        said = f"(its log cannot be read: {error.strerror})"
    return RefdbError(f"{what}; the end of its log:\n{said}")


def _is_heard(line: socket.socket, seconds: float) -> bool:
    """Answers whether the other side of a socket says something, or hangs up, in time."""
    poll = select.poll()  # select itself knows only the first thousand open files
    poll.register(line, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


@contextmanager
def _closed_on_error(line: socket.socket) -> Iterator[None]:
    """Closes a socket when what was to talk on it could not be started."""
    try:
        yield
    except BaseException:
        disown(line)
        raise


def _not_unpacked(folder: Folder) -> RefdbError:
    """Answers the error for a template that could not be unpacked."""
    error = with_log(f"the template could not be unpacked in {folder.path.parent}", folder.log)
    error.hint = "Make room there, or remove cached templates: refdb throwaway --clean"
    return error
