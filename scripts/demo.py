"""The whole way through on an empty Postgres: each refdb command, its result and its time.

Opens an empty throwaway, points DATABASE_URL at it, and runs refdb's own commands as a person
would type them. Ends with exit code 0 only when every step passed and the database is as empty
as it was.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REFDB = Path(sys.executable).with_name("refdb")
SHOWN_LINES = 14  # of a long answer; the rest is counted
DASHBOARD = (
    "select get_student_referral_dashboard(referrer_id) as dashboard "
    "from student_referrals where referrer_type = 'student' "
    "group by referrer_id order by count(*) desc, referrer_id limit 1"
)
LEADERBOARD = (
    "select rank, full_name, successful_referrals, referral_points "
    "from organizations, get_referral_leaderboard_cached(organizations.id) "
    "order by organizations.slug, rank limit 3"
)


@dataclass(frozen=True)
class Step:
    """One command of the demo: why it is run, and what is typed."""

    why: str
    arguments: tuple[str, ...]


STEPS = (
    Step("What is to be done? Every migration is pending.", ("status",)),
    Step("What would the first one do? Nothing is changed.", ("apply", "--to", "1", "--dry-run")),
    Step("The CRM and the referral system, each migration in one transaction.", ("apply",)),
    Step("Everything is applied.", ("status", "--quiet")),
    Step("A rollback and the way up again.", ("redo", "--steps", "3")),
    Step("The plans: does every query use its index?", ("explain",)),
    Step("The functions: every SQL test.", ("test",)),
    Step("A function on sample data: a student's dashboard.", ("call", DASHBOARD)),
    Step("Another one: the first places of a leaderboard.", ("call", LEADERBOARD)),
    Step("Back to nothing, newest first.", ("rollback", "--all")),
    Step("Nothing is applied.", ("status",)),
)


@contextmanager
def throwaway() -> Iterator[str]:
    """Opens an empty throwaway by refdb's own command; answers its URL."""
    command = [str(REFDB), "throwaway", "--empty", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        line = running.stdout.readline() if running.stdout else ""
        if not line:
            raise SystemExit(running.wait() or 1)
        try:
            yield json.loads(line)["url"]
        finally:
            running.terminate()


def run(step: Step) -> bool:
    """Runs a step and prints its command, its answer and its time; answers whether it passed."""
    print(f"\n# {step.why}")
    print(f"$ refdb {' '.join(map(quoted, step.arguments))}", flush=True)
    started = time.perf_counter()
    done = subprocess.run(
        [REFDB, *step.arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    elapsed = time.perf_counter() - started
    lines = done.stdout.splitlines()
    for line in shortened(lines):
        print(f"  {line}")
    for line in done.stderr.splitlines():
        print(f"  {line}")
    good = done.returncode == 0
    print(f"  → {'passed' if good else f'FAILED (exit {done.returncode})'} in {elapsed:.1f} s")
    return good


def quoted(argument: str) -> str:
    """An argument as a person would type it: SQL in double quotes, for it has single ones."""
    plain = not set(argument) & set('"$`\\!')
    return f'"{argument}"' if "'" in argument and plain else shlex.quote(argument)


def shortened(lines: list[str]) -> list[str]:
    """A long answer's beginning and end."""
    if len(lines) <= SHOWN_LINES:
        return lines
    left_out = len(lines) - SHOWN_LINES + 1
    return [*lines[: SHOWN_LINES - 4], f"… {left_out} more lines …", *lines[-3:]]


def objects(url: str) -> list[str]:
    """Every object and cron job in a database that people made."""
    from refdb import catalog, db  # noqa: PLC0415 - the commands above need none of it

    with db.connect(url) as conn:
        return [str(entry) for entry in catalog.read_entries(conn)]


def main() -> int:
    """Runs every step; answers the exit code."""
    started = time.perf_counter()
    print("# An empty Postgres that is gone when the demo ends.")
    print("$ refdb throwaway --empty", flush=True)
    with throwaway() as url:
        print(f"  {url}")
        print(f"\n$ export DATABASE_URL='{url}'")
        os.environ["DATABASE_URL"] = url
        os.environ.pop("REFDB_TARGET", None)
        before = objects(url)
        passed = sum([run(step) for step in STEPS])
        left = [entry for entry in objects(url) if entry not in before]
    print(
        f"\n{passed} of {len(STEPS)} steps passed in {time.perf_counter() - started:.1f} s;",
        end=" ",
    )
    print("the database is as empty as before." if not left else f"left over: {', '.join(left)}")
    return 0 if passed == len(STEPS) and not left else 1


if __name__ == "__main__":
    raise SystemExit(main())
