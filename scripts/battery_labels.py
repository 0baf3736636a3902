"""Writes the labels of tests/lint/battery anew, from what its statements do on a server."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests"))

from lint.battery import battery  # noqa: E402 - the tests are no package
from refdb.throwaway import open_throwaway  # noqa: E402


def main() -> None:
    """Measures every case on both versions."""
    labels: dict[str, dict[int, str]] = {}
    for major in battery.VERSIONS:
        with open_throwaway(postgres=major) as server:
            ground = battery.Range(server.url)
            for case in battery.on(major):
                labels.setdefault(case.name, {})[major] = battery.label(ground.observed(case).seen)
    for name, found in labels.items():
        path = battery.CASES / f"{name}.sql"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        is_label = [line.startswith(("-- 15: ", "-- 18: ", "@LABELS@")) for line in lines]
        first = is_label.index(True)
        kept = [line for line, old in zip(lines, is_label, strict=True) if not old]
        kept[first:first] = [f"-- {major}: {label}\n" for major, label in found.items()]
        path.write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
