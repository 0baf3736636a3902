"""The command: `python -m bench.lint`. Ends with 1 when lint misses a promise.

Both are whole processes on a copy of this repository's tree, in turns: style of the files with an
empty cache, with a full one, and with one file changed, beside `sqlfluff lint` with the same
configuration and as many processes. Then the safety of a thousand migrations with an empty cache.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOT = Path(__file__).parents[2]
_FILE = "sql/functions/get_student_referral_dashboard.sql"
_MIGRATIONS = 1_000
MOST = {"warm": 0.1, "cold": 1.15, "one file": 1.5}  # of sqlfluff's time, of medians
MOST_WARM, MOST_SAFETY = 0.4, 3.0  # seconds


class Bench:
    """A copy of the tree, and the commands on it.

    Args:
        folder: an empty folder.
        processes: how many sqlfluff uses, which is what refdb finds for itself.
    """

    def __init__(self, folder: Path, processes: int) -> None:
        self.root, self.cache, self._processes = folder / "tree", folder / "cache", processes
        self.root.mkdir()
        shutil.copytree(_ROOT / "sql", self.root / "sql")
        for name in ("refdb.toml", "pyproject.toml"):
            shutil.copy(_ROOT / name, self.root)

    def refdb(self, *words: str) -> float:
        """Answers the seconds of `refdb lint`."""
        return self._timed(sys.executable, "-m", "refdb", "lint", "--quiet", *words)

    def sqlfluff(self, path: str) -> float:
        """Answers the seconds of `sqlfluff lint`."""
        how = ("--processes", str(self._processes), "--format", "none")
        return self._timed(sys.executable, "-m", "sqlfluff", "lint", *how, path)

    def change(self, number: int) -> None:
        """Changes a file as a person would."""
        with (self.root / _FILE).open("a", encoding="utf-8") as file:
            file.write(f"-- changed {number}\n")

    def forget(self) -> None:
        """Empties the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def _timed(self, *command: str) -> float:
        environ = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        begun = time.perf_counter()
        done = subprocess.run(
            command, cwd=self.root, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stdout + done.stderr)
        return time.perf_counter() - begun


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="refdb-bench-") as folder:
        bench = Bench(Path(folder), len(os.sched_getaffinity(0)))
        seconds = _style(bench, asked.rounds)
        seconds["safety"] = _safety(bench, asked.rounds)
    found = _answer(seconds) | {"load": [load, os.getloadavg()[0]]}
    sys.stdout.write(_text(found))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return int(bool(found["missed"]))


def _style(bench: Bench, rounds: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        bench.forget()
        row = {"sqlfluff": bench.sqlfluff("sql"), "cold": bench.refdb("--only", "style")}
        row["warm"] = bench.refdb("--only", "style")
        bench.change(number)
        row["one file"] = bench.refdb("--only", "style")
        row["sqlfluff, one file"] = bench.sqlfluff(_FILE)
        for name, value in row.items():
            taken.setdefault(name, []).append(value)
    return taken


def _safety(bench: Bench, rounds: int) -> list[float]:
    """Migrations that make a table, change it and index it; none where there is no such checker."""
    folder = bench.root / "sql"
    shutil.rmtree(folder)
    (folder / "migrations").mkdir(parents=True)
    for number in range(_MIGRATIONS):
        name = f"{number:04}_book_{number}"
        file = folder / "migrations" / f"{name}.sql"
        file.write_text(
            f"-- why: There are books {number}.\n\ncreate table public.book_{number} (id uuid);\n"
            f"alter table public.book_{number // 2} add column name_{number} text;\n"
        )
        undo = f"-- loses: nothing\n\ndrop table public.book_{number};\n"
        file.with_suffix(".rollback.sql").write_text(undo)
    try:
        return [bench.refdb("--no-cache", "--only", "safety") for _ in range(rounds)]
    except SystemExit as none:
        if "no checker safety" in str(none):
            return []
        raise


def _answer(seconds: dict[str, list[float]]) -> dict[str, Any]:
    middle = {name: median(taken) for name, taken in seconds.items() if taken}
    beside = {"one file": middle["sqlfluff, one file"]}
    ratios = {name: middle[name] / beside.get(name, middle["sqlfluff"]) for name in MOST}
    missed = [name for name, most in MOST.items() if ratios[name] > most]
    missed += ["warm, seconds"] if middle["warm"] > MOST_WARM else []
    missed += ["safety"] if middle.get("safety", 0) > MOST_SAFETY else []
    return {"seconds": seconds, "ratios": ratios, "missed": missed}


def _text(found: dict[str, Any]) -> str:
    lines = []
    for name, taken in found["seconds"].items():
        ratio = found["ratios"].get(name)
        said = f"{min(taken):.2f} to {max(taken):.2f}" if taken else "no such checker"
        middle = f"{median(taken):.2f} s" if taken else ""
        beside = f"{ratio:.3f} of sqlfluff" if ratio is not None else ""
        lines.append(f"{name:<20} {middle:>9}  {said:<18} {beside}")
    begin, end = found["load"]
    missed = ", ".join(found["missed"]) or "none"
    return "\n".join([*lines, f"load {begin:.1f} to {end:.1f}; missed: {missed}", ""])


def _arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lint", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    return parser.parse_args(words)


if __name__ == "__main__":
    raise SystemExit(main())
