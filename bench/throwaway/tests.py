"""A fresh database a test: the same test file on two kinds of fixture, run by pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bench.throwaway.starts import ROOT
from refdb.throwaway import open_throwaway

_TEMPLATES = Path(__file__).with_name("templates")
REFDB = "refdb_fixture.txt"
PEER = "postgresql_fixture.txt"


@dataclass(frozen=True)
class Run:
    """One run of pytest.

    Attributes:
        wait: seconds until a test has its database, the median of all but the first test.
        each: seconds that each further test adds to the run, with what is before and after it.
    """

    wait: float
    each: float


def run(fixture: str, postgres: int, tests: int, *, writes: bool) -> Run:
    """Runs the tests on a fixture; the first one, which opens the server, is left out.

    Args:
        fixture: the file with the fixture.
        postgres: the server's major version.
        tests: how many tests.
        writes: each test commits something; without it, each only reads.
    """
    said = _said(fixture, postgres, tests, writes)
    return Run(median(said["waits"][1:]), said["seconds"] / (tests - 1))


def _said(fixture: str, postgres: int, tests: int, writes: bool) -> dict[str, Any]:
    """Answers how long each test waited for its database, and all but the first one took."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        open_throwaway(postgres=postgres) as server,
    ):
        with psycopg.connect(server.url, autocommit=True) as conn:
            conn.execute("create database postgres")  # where pytest-postgresql begins
        folder = Path(name)
        text = "".join((_TEMPLATES / one).read_text() for one in (fixture, "body.txt"))
        (folder / "test_bench.py").write_text(text)
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "refdb.toml").write_text(f'[refdb]\ntree = "{ROOT / "sql"}"\n')
        environ = os.environ | {
            "BENCH_HOST": str(server.directory),
            "BENCH_POSTGRES": str(postgres),
            "BENCH_TESTS": str(tests),
            "BENCH_WRITES": "yes" if writes else "",
            "BENCH_RESULT": str(folder / "result"),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_bench.py"]
        done = subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-3000:] + done.stderr[-1000:])
        said: dict[str, Any] = json.loads((folder / "result").read_text())
        return said
