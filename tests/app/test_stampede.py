"""200 clients and a key that is gone or over: one of them makes it anew."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from referrals.cache import codec

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLIENTS = Path(__file__).parent / "clients.py"
_PROCESSES, _THREADS = 4, 50
pytestmark = pytest.mark.needs("local15", "redis")


def test_of_200_clients_one_makes_the_answer(school, redis_server) -> None:
    """Of a missing key the others wait for it, of an expired one they are served the last one."""
    with _ready(school, redis_server) as running, redis_server.client() as client:
        (key,) = [one for one in client.keys("*dashboard*") if not one.endswith(b":mark")]
        client.delete(key)
        of_missing = _rush(running)
        _expire(client, key)
        of_expired = _rush(running)
    for answers in (of_missing, of_expired):
        assert sum(one["made"] for one in answers) == 1
        assert sum(one["served"] for one in answers) == _PROCESSES * _THREADS
        assert len({text for one in answers for text in one["answers"]}) == 1
    assert sum(one["stale"] for one in of_missing) == 0
    assert sum(one["stale"] for one in of_expired) > 0


@contextmanager
def _ready(school, redis_server) -> Iterator[list[subprocess.Popen[str]]]:
    """Starts all processes, and fills the cache when each of them has begun to listen."""
    given = {
        "url": school.app_url,
        "redis_url": redis_server.url,
        "organization": str(school.tenant.organization_id),
        "student": str(school.student(4)),
        "threads": _THREADS,
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([sys.executable, _CLIENTS], **pipes) for _ in range(_PROCESSES)]
    for one in running:
        _say(one, json.dumps(given))
    assert [one.stdout.readline() for one in running] == ["ready\n"] * _PROCESSES
    _say(running[0], "fill")
    assert running[0].stdout.readline() == "filled\n"
    yield running
    for one in running:
        _say(one, "end")
        one.communicate(timeout=60)


def _rush(running) -> list[dict]:
    """Lets all clients of all processes ask at the same moment; answers what each process saw."""
    for one in running:
        _say(one, "go")
    return [json.loads(one.stdout.readline()) for one in running]


def _say(process, words: str) -> None:
    process.stdin.write(f"{words}\n")
    process.stdin.flush()


def _expire(client, key: bytes) -> None:
    """Lets the entry's life be over, as if it had lain there for five minutes."""
    entry = codec.decode(key.decode(), client.get(key))
    over = replace(entry, fresh_until=entry.fresh_until - 400_000)
    client.set(key, codec.encode(key.decode(), over, 1))
