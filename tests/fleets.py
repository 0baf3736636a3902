"""A fleet for tests: a folder with a tree and a file of targets, and the databases behind it."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from commands import refdb

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {
    "0003_slow.sql": "create table slow ();\nselect pg_sleep(20);\n",
    "0003_slow.rollback.sql": "drop table slow;\n",
}


@dataclass(frozen=True)
class Made:
    """A project's folder with a fleet.

    Attributes:
        folder: where refdb runs.
        urls: name to URL, in the fleet's order.
    """

    folder: Path
    urls: dict[str, str]

    def run(self, verb, *options):
        """Runs a verb on the fleet with JSON as its answer."""
        return refdb(self.folder, verb, "--targets", "fleet.txt", "--json", *options)

    def start(self, *options, **streams):
        """Starts `apply` on the fleet, its output in pipes or other streams; does not wait."""
        command = [sys.executable, "-m", "refdb", "apply", "--targets", "fleet.txt", *options]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
        return subprocess.Popen(command, cwd=self.folder, text=True, **streams)

    def ask(self, name, sql):
        """Answers the first value of a query on one target."""
        with psycopg.connect(self.urls[name], autocommit=True) as conn:
            return conn.execute(sql).fetchone()[0]

    def do(self, name, sql):
        """Runs a statement on one target."""
        with psycopg.connect(self.urls[name], autocommit=True) as conn:
            conn.execute(sql)

    def tables(self, name):
        """Answers the tables of the tree that are in one target."""
        return self.ask(
            name,
            "select array_agg(relname::text order by relname) from pg_class "
            "where relnamespace = 'public'::regnamespace and relname in ('a', 'b', 'slow')",
        )

    def wait_for(self, name, condition):
        """Waits until a condition is true on one target."""
        for _ in range(400):
            if self.ask(name, f"select {condition}"):
                return
            time.sleep(0.05)
        pytest.fail(f"never true on {name}: {condition}")

    def sleeping(self, name):
        """The condition that a target's slow migration is under way."""
        return (
            f"exists (select from pg_stat_activity where datname = '{self.database(name)}' "
            "and query like '%pg_sleep(20)%' and pid <> pg_backend_pid() and state = 'active')"
        )

    def database(self, name):
        """Answers the name of a target's database."""
        return conninfo_to_dict(self.urls[name])["dbname"]


def states(ran):
    """Answers what each target came to, in order."""
    return [one["state"] for one in ran.answer["targets"]]
