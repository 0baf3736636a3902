"""The command: `python -m bench.safety`. Ends with 1 when refdb misses its promise.

The battery of tests/lint/battery is judged measured, by its text alone, and by squawk alone; then
trees of 1,000 migrations are judged by the command. The page's figures are written by this program.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from refdb.lint.safety.squawk import program
from refdb.lint.safety.squawk_rules import FATES
from refdb.throwaway import open_throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROOT = Path(__file__).parents[2]
PAGE = _ROOT / "docs/benchmarks/lint-safety.md"
_BEGIN, _END = "<!-- Written by `make bench-lint-safety`. -->\n", "<!-- End. -->\n"
MIGRATIONS, ROUNDS = 1_000, 5
MOST_SECONDS, LEAST_RIGHT = 3.0, 0.99
_NEW = """-- why: Table {n}.

create table public.t{n} (id int primary key, a text not null);
create index t{n}_a_idx on public.t{n} (a);
"""
_OLD = _NEW + "alter table public.t{before} add column b int;\n"


@dataclass(frozen=True)
class Row:
    """How one judge did on one version of PostgreSQL."""

    judge: str
    major: int
    total: int
    unsafe: int
    missed: Sequence[str]
    false: Sequence[str]

    @property
    def share(self) -> float:
        """Answers which part of the battery it judged rightly."""
        return 1 - (len(self.missed) + len(self.false)) / self.total

    def line(self) -> str:
        """Answers it as a line of the page's table."""
        return (
            f"| {self.judge} | {self.major} | {self.total} | {self.unsafe} | {len(self.missed)} |"
            f" {len(self.false)} | {self.share:.1%} |"
        )


@dataclass(frozen=True)
class Times:
    """How long the command took on one tree, a time a round."""

    what: str
    seconds: Sequence[float]

    def line(self) -> str:
        """Answers it as a line of the page's table."""
        spread = f"{min(self.seconds):.2f}–{max(self.seconds):.2f}"
        return f"| {self.what} | {median(self.seconds):.2f} s | {spread} s |"


def main() -> int:
    """Measures, prints, writes the page where asked, and answers the exit code."""
    asked = _arguments()
    sys.path.insert(0, str(_ROOT / "tests"))
    rows = [row for major in (15, 18) for row in _judged(major)]
    times = list(_times(1 if asked.quick else ROUNDS))
    text = _text(rows, times)
    print(text)
    if asked.page:
        now = PAGE.read_text(encoding="utf-8")
        before, _, rest = now.partition(_BEGIN)
        PAGE.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{rest.partition(_END)[2]}", "utf-8")
    ours = [row for row in rows if "squawk" not in row.judge]
    is_right = all(not row.missed and row.share >= LEAST_RIGHT for row in ours)
    return int(not is_right or median(times[0].seconds) > MOST_SECONDS)


def _judged(major: int) -> Iterator[Row]:
    battery: Any = importlib.import_module("lint.battery.battery")
    judged: Any = importlib.import_module("lint.battery.judged")
    cases = battery.on(major)
    with open_throwaway(postgres=major) as server:
        ground = battery.Range(server.url)
        run = judged.run(cases, major, ground)
        ground.close()
    for judge, found in (("refdb, measured", run.measured), ("refdb, by the text", run.by_text)):
        yield Row(judge, major, found.total, found.unsafe, found.missed, found.false)
    for judge, rules in (
        ("squawk, its rules on locks, failures and clients", _about_locks()),
        ("squawk, all of its default rules", None),
    ):
        alone = {one.name: _squawk(one, major, rules) for one in cases}
        unsafe = {one.name for one in cases if one.is_unsafe(major)}
        missed = tuple(name for name in sorted(unsafe) if not alone[name])
        false = tuple(name for name, found in alone.items() if found and name not in unsafe)
        yield Row(judge, major, len(cases), len(unsafe), missed, false)


def _about_locks() -> frozenset[str]:
    """The rules that are about what the battery is about, without those that ask for timeouts."""
    return frozenset(
        name
        for name, fate in FATES.items()
        if fate.how in {"used", "measured"} and not name.endswith(("timeout", "timeout-settings"))
    )


def _squawk(case: Any, major: int, rules: frozenset[str] | None) -> bool:
    """Whether squawk finds fault with a case's statement, told what is known of its transaction."""
    is_one = "-- transactional: false" not in case.statement
    command = [program() or "squawk", "--reporter", "json", "--pg-version", f"{major}.0"]
    command += ["--assume-in-transaction"] * is_one
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(case.statement)
        file.flush()
        done = subprocess.run([*command, file.name], check=False, capture_output=True, text=True)
    found = {one["rule_name"] for one in json.loads(done.stdout or "[]")}
    return bool(found if rules is None else found & rules)


def _times(rounds: int) -> Iterator[Times]:
    """The whole command on trees, nothing known from before."""
    trees = (
        ("1,000 migrations of a table and an index: the text is proof", _NEW),
        ("1,000 migrations that also alter the table before: measured on a throwaway", _OLD),
    )
    for what, form in trees:
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), form)
            yield Times(what, [_lint(Path(folder)) for _ in range(rounds)])


def _write(root: Path, form: str) -> None:
    (root / "refdb.toml").write_text("", encoding="utf-8")
    migrations = root / "sql/migrations"
    migrations.mkdir(parents=True)
    (migrations / "0000_first.sql").write_text(
        "-- why: The first.\n\ncreate table public.t0 (id int primary key);\n", encoding="utf-8"
    )
    for number in range(1, MIGRATIONS):
        text = form.format(n=number, before=number - 1)
        (migrations / f"{number:04}_table.sql").write_text(text, encoding="utf-8")


def _lint(root: Path) -> float:
    command = [sys.executable, "-m", "refdb", "lint", "--only", "safety", "--no-cache", "--quiet"]
    started = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return time.perf_counter() - started


def _text(rows: Sequence[Row], times: Sequence[Times]) -> str:
    version = subprocess.run(
        [program() or "squawk", "--version"], check=True, capture_output=True, text=True
    ).stdout.strip()
    machine = f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}"
    said = f"median and spread of {len(times[0].seconds)}, {machine}."
    return "\n".join(
        [
            "| judge | PostgreSQL | statements | unsafe | let pass | false alarms | right |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *(row.line() for row in rows),
            "",
            f"{version}. Times of `refdb lint --only safety --no-cache`: {said}",
            "",
            "| tree | median | spread |",
            "| --- | --- | --- |",
            *(one.line() for one in times),
            "",
        ]
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.safety", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--page", action="store_true", help="write docs/benchmarks/lint-safety.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
