"""A PostgreSQL of one's own that can be stopped at once and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from refdb.throwaway.account import server_account
from refdb.throwaway.binaries import choose
from refdb.throwaway.places import cache_folder
from refdb.throwaway.runnable import runnable
from refdb.throwaway.settings import initdb_options

# Everything is kept in memory and nothing is forced to disk: an immediate stop ends processes,
# not the machine, and what they wrote stays written.
_SETTINGS = {
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
}
_SECONDS = 30.0  # to start, to stop, and to end a session
_APPLICATION = "faults"


class Server:
    """A server in a folder of its own; `close` stops it and removes the folder.

    The process that starts it must live as long: the server ends with the thread that made it.
    """

    def __init__(self, major: int) -> None:
        """Makes its data directory and starts it.

        Args:
            major: the version of PostgreSQL.
        """
        self._account = server_account()
        chosen = runnable(choose(major), self._account, cache_folder(self._account))
        self._bin = chosen.bin
        self.version = chosen.version
        room = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - only its room
        self.folder = Path(tempfile.mkdtemp(prefix="refdb-faults-", dir=room))
        self.folder.chmod(0o755)
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        if self._account.foreign:
            for path in (self.folder, self._data):
                os.chown(path, self._account.uid, self._account.gid)
        with (self.folder / "log").open("wb") as log:
            command = [str(self._bin / "initdb"), "-D", str(self._data), *initdb_options(major)]
            subprocess.run([*self._become(), *command], check=True, stdout=log, cwd="/")
        self.start()

    def _become(self) -> list[str]:
        """How the server's user is become; it also ends with the thread that starts it."""
        end = ["setpriv", "--pdeathsig", "QUIT"]
        if not self._account.foreign:
            return end
        return [
            *end,
            f"--reuid={self._account.uid}",
            f"--regid={self._account.gid}",
            "--clear-groups",
        ]

    def start(self) -> None:
        """Starts it, with crash recovery where it was stopped at once, and waits for an answer."""
        settings = _SETTINGS | {"unix_socket_directories": str(self.folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._become(), str(self._bin / "postgres"), "-D", str(self._data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        deadline = time.monotonic() + _SECONDS
        while True:
            with suppress(psycopg.OperationalError), self.connect("postgres"):
                return
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.005)

    def stop_at_once(self) -> None:
        """Stops it as `pg_ctl stop -m immediate` does: no checkpoint, no goodbye."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_SECONDS)

    def close(self) -> None:
        """Stops it and removes its folder."""
        self.stop_at_once()
        shutil.rmtree(self.folder)

    def url(self, database: str, folder: Path | None = None) -> str:
        """Answers the URL of a database.

        Args:
            database: its name.
            folder: where the socket is; the server's own when it is not given.
        """
        host = quote(str(folder or self.folder), safe="")
        return f"postgresql://postgres@/{database}?host={host}&port=5432"

    def connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """Opens a connection in autocommit mode, known by its name as the harness's own."""
        return psycopg.connect(
            self.url(database), autocommit=True, application_name=_APPLICATION, connect_timeout=10
        )

    def create(self, database: str, template: str = "template1") -> None:
        """Makes a database as a copy of another."""
        query = SQL("create database {} template {} strategy file_copy")
        with self.connect("postgres") as conn:
            conn.execute(query.format(Identifier(database), Identifier(template)))

    def drop(self, database: str) -> None:
        """Removes a database, whoever is connected."""
        with self.connect("postgres") as conn:
            conn.execute(SQL("drop database {} with (force)").format(Identifier(database)))

    def end_sessions(self, database: str) -> None:
        """Terminates every session of a database but the harness's own, and waits for their end."""
        others = (
            "from pg_stat_activity where datname = %s and application_name <> %s "
            "and backend_type = 'client backend'"
        )
        values = (database, _APPLICATION)
        deadline = time.monotonic() + _SECONDS
        with self.connect("postgres") as conn:
            conn.execute(f"select pg_terminate_backend(pid) {others}".encode(), values)
            while conn.execute(f"select 1 {others}".encode(), values).fetchall():
                if time.monotonic() > deadline:
                    raise RuntimeError("a session does not end")
                time.sleep(0.002)
