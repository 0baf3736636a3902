"""A real PgBouncer before a server, as its default settings are: it refuses startup options."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

_BOUNCER = """\
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = {mode}
default_pool_size = 5
logfile = {folder}/log
pidfile = {folder}/pid
user = postgres
"""


def as_postgres() -> list[str]:
    """What a command begins with that must run as postgres."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@contextmanager
def bouncer(folder, url, mode, user="postgres"):
    """A real PgBouncer in front of a server, where it logs in as a user; answers its URL."""
    parts = conninfo_to_dict(url)
    text = _BOUNCER.format(
        host=parts["host"],
        port=parts.get("port", 5432),
        folder=folder,
        mode=mode,
        user=user,
    )
    if os.geteuid() != 0:
        text = text.replace("user = postgres\n", "")
    (folder / "ini").write_text(text)
    give_to_postgres(folder)
    running = subprocess.Popen(
        [*as_postgres(), "pgbouncer", "-q", folder / "ini"], stderr=subprocess.DEVNULL
    )
    through = f"postgresql://postgres@/{parts['dbname']}?host={folder}&port=6432"
    try:
        wait_for(through)
        yield through
    finally:
        running.terminate()
        running.wait(timeout=10)


def wait_for(url) -> None:
    """Waits until a server or pooler answers at a URL."""
    for _ in range(1200):
        with suppress(psycopg.OperationalError), psycopg.connect(url):
            return
        time.sleep(0.05)
    pytest.fail(f"nothing answers at {url}")


def give_to_postgres(folder) -> None:
    """Lets postgres write into a folder."""
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)


@pytest.fixture
def short():
    """Answers a folder whose path is short enough for a socket, and which postgres may enter.

    Not below pytest's own: every run of pytest closes that to all but its user.
    """
    folder = Path(tempfile.mkdtemp(prefix="refdb-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
