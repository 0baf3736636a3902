"""Writes the tables of docs/locks.md from the regression table, which tests hold on servers."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests"))

from locks import cases  # noqa: E402 - the tests' table is no package
from refdb.locks import Blocks  # noqa: E402
from refdb.locks.modes import blocks, from_initials  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = _ROOT / "docs/locks.md"
_BEGIN = "<!-- Written by `scripts/lock_table.py` from tests/locks/cases.toml: edit that. -->\n"
_END = "<!-- End of what is written. -->\n"
_NAMES = ("what", "statement", "locks", "blocks", "new files", "reads")
_COLUMNS = f"| {' | '.join(_NAMES)} |\n|{' --- |' * len(_NAMES)}"


def table() -> str:
    """Answers the tables, one a group."""
    parts = []
    for group, rows in groupby(cases.cases(), key=lambda case: case.group):
        parts.append(f"## {group}\n\n{_COLUMNS}\n" + "\n".join(_rows(list(rows))) + "\n")
    return "\n".join(parts)


def page(now: str) -> str:
    """Answers the page with its tables written anew; the text around them stays."""
    before, _, rest = now.partition(_BEGIN)
    after = rest.partition(_END)[2]
    return f"{before}{_BEGIN}\n{table()}\n{_END}{after}"


def _rows(found: Sequence[cases.Case]) -> Iterator[str]:
    for say, versions in groupby(found, key=lambda case: case.say):
        same = groupby(versions, key=lambda case: (case.effect, case.error))
        alike = [list(group) for _, group in same]
        for group in alike:
            yield _row(say, group, is_only=len(alike) == 1)


def _row(say: str, group: Sequence[cases.Case], *, is_only: bool) -> str:
    case, majors = group[0], [str(one.major) for one in group]
    is_everywhere = is_only and len(majors) == len(cases.VERSIONS)
    where = "" if is_everywhere else f" ({', '.join(majors)})"
    sql = f"`{case.sql.format(database='other')}`"
    if case.error:
        return f"| {say}{where} | {sql} | refused: {case.error} | | | |"
    effect = case.effect
    files = sorted(effect.rewrites) + [f"{one} (new)" for one in sorted(effect.builds)]
    told = [", ".join(one) for one in (sorted(effect.locks), files, sorted(effect.reads))]
    locks, new, reads = (one.replace("*", " (emptied)") for one in told)
    return f"| {say}{where} | {sql} | {locks} | {_blocks(effect)} | {new} | {reads} |"


def _blocks(effect: cases.Effect) -> str:
    by_kind: dict[Blocks, list[str]] = {}
    for lock in sorted(effect.locks):
        relation, initials = lock.split()
        by_kind.setdefault(blocks([from_initials(initials)]), []).append(relation)
    by_kind.pop(Blocks.NOTHING, None)
    order = sorted(by_kind, key=lambda kind: -kind.rank)
    return "; ".join(f"{kind.value} ({', '.join(by_kind[kind])})" for kind in order) or "nothing"


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        raise SystemExit(now != page(now))
    PAGE.write_text(page(now), encoding="utf-8")
