"""The development database: an embedded server whose data stays, shared by commands.

Three files carry the sharing. Every command holds `users` shared for as long as it uses the
database, and whoever stops the server holds it alone meanwhile. `start` lets one command at a time
look whether the server runs, and start it. The server's own postmaster.pid says where it answers.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.throwaway.account import Streams, run, spawn
from refdb.throwaway.folder import LOG, end_servers, running_server, status_lines
from refdb.throwaway.home import find_home, make_socket_folder
from refdb.throwaway.lock import disown, lock, locked, own
from refdb.throwaway.opening import describe
from refdb.throwaway.server import (
    SECONDS_TO_STOP,
    SOCKET_LINE,
    first_words,
    hang_up,
    script,
    socket_url,
    wait_for_server,
    with_log,
)
from refdb.throwaway.settings import COMMON, server_command
from refdb.throwaway.templates import archive_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.throwaway.home import Home
    from refdb.throwaway.value import Throwaway

USERS = "users"
START = "start"


@contextmanager
def open_development(folder: Path, *, postgres: int | None = None) -> Iterator[Throwaway]:
    """Opens a project's development database, whose data stays, safe from a crash.

    It is made when it is wanted for the first time, and runs for as long as at least one command
    uses it. It lives in the project's folder .refdb, or in the cache where root works in a folder
    that the user who runs servers cannot reach; a note in .refdb then says where.

    Args:
        folder: the project's folder.
        postgres: its major version; None for the newest that is there, or the best to make one.

    Raises:
        MissingPartError: no such PostgreSQL here; says what to install.
        RefdbError: it cannot be made, belongs to someone else, or the server does not come up.
    """
    home = find_home(folder.resolve(), postgres)
    use = _Use(home)
    try:
        with locked(home.path / START):
            built = _make_data(home)
            use.begin()
        yield describe(home.binaries, home.path, use.url, built=built)
    finally:
        use.end()


class _Use:
    """One command's use of a development database."""

    def __init__(self, home: Home) -> None:
        """Takes the shared lock, waiting while the server is being stopped."""
        self._home = home
        self._owner = os.getpid()
        self._users = lock(home.path / USERS, shared=True)
        self._line: socket.socket | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The database's URL, valid while its server runs."""
        return socket_url(Path(status_lines(self._home.data)[SOCKET_LINE]))

    def begin(self) -> None:
        """Starts the server unless it runs, and the keeper that stops it after the last command.

        Raises:
            RefdbError: the server does not come up.
        """
        home, process = self._home, running_server(self._home.data)
        if process is None:
            socket_folder = make_socket_folder(home)
            _clear_away(home, socket_folder)
            command = server_command(home.recipe.binaries, home.data, socket_folder, COMMON)
            process = self._keep(command)
        else:
            self._keep([])
        wait_for_server(home.data, process, home.path / LOG)

    def end(self) -> None:
        """Lets go of the database; the last one to do so waits until the server has stopped."""
        if os.getpid() != self._owner:
            if self._keeper is not None:
                self._keeper.returncode = 0  # the parent's child, not this one's to wait for
            return
        if self._users is not None:
            disown(self._users)
        if self._let_go() != 0:  # the keeper was killed: another does its work
            with suppress(RefdbError):
                self._keep([])
                self._let_go()

    def _keep(self, command: list[str]) -> int:
        """Starts a keeper; answers the id of the server that it started, 0 without a command."""
        line, theirs = socket.socketpair()
        self._line = own(line)
        with theirs, (self._home.path / USERS).open("rb+") as users:
            self._keeper = spawn(
                self._home.account,
                ["/bin/sh", "-c", script("develop.sh"), "refdb", self._home.path, *command],
                Streams(subprocess.DEVNULL, theirs.fileno(), users),
                own_session=True,
            )
        said = first_words(self._line)
        if not said.startswith("server "):
            raise with_log("the development database did not start", self._home.path / LOG)
        return int(said.split()[1])

    def _let_go(self) -> int:
        """Tells the keeper that this command is done; answers with what result it ended."""
        if self._line is None or self._keeper is None:
            return 0
        with suppress(OSError):
            self._line.sendall(b"done\n")
        hang_up(self._line, self._keeper, seconds=SECONDS_TO_STOP)
        return self._keeper.returncode


def _clear_away(home: Home, socket_folder: Path) -> None:
    """Ends what a killed server has left running, and removes what it left of itself.

    PostgreSQL would take a killed server whose parent has not asked for its result yet for one that
    runs. That nothing works in the data directory is known better here.
    """
    end_servers(home.data, signal.SIGQUIT)
    for left in (home.data / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*")):
        left.unlink(missing_ok=True)


def _make_data(home: Home) -> bool:
    """Makes the data directory where there is none, and answers whether it did."""
    if home.data.is_dir():
        return False
    with archive_for(home.recipe, None) as source:
        command = ["/bin/sh", "-c", script("make_data.sh"), "refdb", str(home.path)]
        run(home.account, command, stdin=source.file)
    return True
