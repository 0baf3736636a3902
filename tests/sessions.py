"""Real sessions beside one another, on a school that is made for the test."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection

SCHOOL = "aaaaaaaa-0000-4000-8000-000000000001"
_ROWS = Path(__file__).parent / "referrals" / "referrers.sql"
_PATIENCE = 30.0  # seconds: a state that never comes is a failure, not a hang
#: Options of a session whose statement waits for somebody who waits for it: a failure, not a hang.
PATIENT = "-c statement_timeout=30s"


def open_school(site: Any) -> str:
    """Applies the whole schema, adds the school and answers the URL."""
    site.project.apply()
    with psycopg.connect(site.url, autocommit=True) as conn:
        conn.execute(_ROWS.read_text(encoding="utf-8"))
    return site.url


def ask(url: str, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Answers the rows of a statement that commits by itself."""
    with psycopg.connect(url, autocommit=True, options=PATIENT) as conn:
        answer = conn.execute(sql, values or None)
        return answer.fetchall() if answer.description else []


def at_once(count: int, work: Callable[[int], object]) -> list[Any]:
    """Runs work with 0, 1 … in as many threads, and answers what each gave."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def wait_until(url: str, sql: str, values: Sequence[object] = ()) -> None:
    """Waits until a statement's first value is true."""
    end = time.monotonic() + _PATIENCE
    with psycopg.connect(url, autocommit=True) as conn:
        while time.monotonic() < end:
            row = conn.execute(sql, values or None).fetchone()
            if row and row[0]:
                return
            time.sleep(0.01)
    raise AssertionError(f"never true: {sql}")


def pid_of(conn: Connection[Any]) -> int:
    """Answers the server's process of a session."""
    return conn.info.backend_pid
