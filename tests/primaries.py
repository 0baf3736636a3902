"""A primary and a standby of PostgreSQL 15 that a test restarts, stops and promotes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bouncers import as_postgres, give_to_postgres, wait_for

_BIN = Path("/usr/lib/postgresql/15/bin")
_SETTINGS = """\
listen_addresses = ''
fsync = off
wal_level = replica
max_wal_senders = 4
hot_standby = on
max_connections = 40
shared_buffers = 32MB
wal_receiver_timeout = 2s
wal_retrieve_retry_interval = 100ms
"""


class Server:
    """A server in a folder of its own, on a socket in it.

    Args:
        folder: where it lives; short, and postgres may write there.
        name: what its part of the folder is called.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.data = folder / name
        self.sockets = folder / f"{name}.d"
        self.sockets.mkdir()
        give_to_postgres(self.sockets)

    @property
    def url(self) -> str:
        """Where a superuser finds its database."""
        return f"postgresql://postgres@/postgres?host={self.sockets}"

    def make(self) -> None:
        """Makes it, empty, and starts it."""
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N")
        with (self.data / "postgresql.conf").open("a") as written:
            written.write(_SETTINGS)
        self.start()

    def copy(self, primary: Server) -> None:
        """Makes it a standby of a primary, and starts it."""
        origin = f"host={primary.sockets} user=postgres"
        self._run(
            "pg_basebackup", "-D", self.data, "-d", origin, "-R", "-X", "stream", "-c", "fast"
        )
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = f"-c unix_socket_directories={self.sockets}"
        log = self.data.with_suffix(".log")
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")
        wait_for(self.url)

    def stop(self, how: str = "immediate") -> None:
        """Stops it, at once unless told otherwise."""
        self._run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def promote(self) -> None:
        """Makes a standby a primary."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def end(self) -> None:
        """Stops it if it runs, and takes its files away."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    @staticmethod
    def _run(program: str, *arguments: object) -> None:
        command = [*as_postgres(), str(_BIN / program), *map(str, arguments)]
        done = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, cwd="/", text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"
