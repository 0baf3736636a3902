"""Two equal databases with sample data, a Redis, and who reads what the most."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import redis
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.app.work import Student
from refdb import Project, config

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_SEED = 11
_STUDENTS = (
    "select student_id, organization_id from public.user_rankings "
    "where student_id is not null and total_referrals > 0 order by student_id"
)


@dataclass(frozen=True)
class Sites:
    """Where everything is.

    Attributes:
        urls: two equal databases, as the application logs in.
        redis_url: an empty Redis.
        redis_pid: its process.
        students: who has referred, the most read first; who that is, is drawn by lot.
        version: the server's.
    """

    urls: tuple[str, str]
    redis_url: str
    redis_pid: int
    students: tuple[Student, ...]
    version: str


@contextmanager
def open_sites(rows: int) -> Iterator[Sites]:
    """Opens the databases with so many referrals, and the Redis."""
    with ExitStack() as stack:
        project = Project(config.Config(root=_ROOT))
        opened = stack.enter_context(project.throwaway(postgres=15, sample=rows))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="refdb-bench-"))
        redis_url, redis_pid = stack.enter_context(_redis(Path(folder)))
        other = _clone(opened.url)
        for url in (opened.url, other):
            with psycopg.connect(url, autocommit=True) as conn:
                conn.execute("vacuum analyze")
        with psycopg.connect(opened.url) as conn:
            students = [Student(*row) for row in conn.execute(_STUDENTS)]
        random.Random(_SEED).shuffle(students)  # noqa: S311 - no secret
        app, beside = (make_conninfo(url, user="referral_app") for url in (opened.url, other))
        yield Sites((app, beside), redis_url, redis_pid, tuple(students), opened.version)


def _clone(url: str) -> str:
    name = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(make_conninfo(url, dbname="template1"), autocommit=True) as conn:
        statement = sql.SQL("create database beside template {}")
        conn.execute(statement.format(sql.Identifier(str(name))))
    return make_conninfo(url, dbname="beside")


@contextmanager
def _redis(folder: Path) -> Iterator[tuple[str, int]]:
    place = folder / "redis"
    options = ["--port", "0", "--unixsocket", str(place), "--save", "", "--dir", str(folder)]
    running = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)  # noqa: S607 - found on the path
    try:
        _wait(f"unix://{place}")
        yield f"unix://{place}", running.pid
    finally:
        running.terminate()
        running.wait(timeout=10)


def _wait(url: str) -> None:
    with redis.Redis.from_url(url) as client:
        for _ in range(500):
            with suppress(redis.RedisError):
                client.ping()
                return
            time.sleep(0.01)
    message = "redis-server does not answer"
    raise RuntimeError(message)
