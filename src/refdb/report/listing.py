"""Findings for people: by file, each with its line and a mark below its column, for 80 columns."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from refdb.findings import Level
from refdb.report.counts import counted
from refdb.report.excerpts import Excerpts, Marked
from refdb.report.planned import WIDTH, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from refdb.findings import Finding

#: More findings of one rule than these are not all shown.
MANY = 50
_SHOWN = 5  # of a rule that has many
_INDENT = "    "
_NEXT = "next  "
_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_WORDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}

Line = tuple[str, str]


def listed(findings: Iterable[Finding], root: Path) -> Iterator[Line]:
    """Answers the lines for findings, each with rich's style for it.

    Of a rule with more than MANY findings only the first few are shown; a table at the end says
    how many there are.

    Args:
        findings: what was found.
        root: the folder that files are named from.
    """
    every = list(findings)
    shown, excerpts = _few(every), Excerpts(root)
    ordered = sorted(shown, key=_place)
    for heading, found in groupby(ordered, lambda one: one.file or one.object):
        yield heading, "bold"
        for _, alike in groupby(found, lambda one: (one.rule, one.message, one.hint)):
            yield from _lines_of(tuple(alike), excerpts)
        yield "", ""
    if len(shown) < len(every):
        yield from _counts(every)


def _lines_of(alike: Sequence[Finding], excerpts: Excerpts) -> Iterator[Line]:
    """The lines for findings that differ in their places only, below their file's name."""
    for number, one in enumerate(alike):
        style = _STYLES[one.level]
        place = ":".join(str(part) for part in (one.line, one.column) if part)
        yield f"  {f'{place:<7} ' if place else ''}{_WORDS[one.level]:<7}  {one.rule}", style
        for text in _filled(one.message, _INDENT) if number == 0 else ():
            yield text, ""
        yield from excerpt(excerpts, one.file, one.line, one.column, style)
    for text in next_lines(alike[0].hint, _INDENT):
        yield text, ""


def next_lines(hint: str, indent: str) -> Iterator[str]:
    """Answers the lines for what to type next; lines of its own are kept, to be copied.

    Args:
        hint: what to type.
        indent: what stands before each line.
    """
    if "\n" in hint.rstrip():
        yield f"{indent}next"
        yield from (f"{indent}  {one}".rstrip() for one in hint.rstrip().split("\n"))
    elif hint:
        first, *others = _filled(hint, f"{indent}{_NEXT}")
        yield f"{indent}{_NEXT}{first.lstrip()}"
        yield from others


def excerpt(
    excerpts: Excerpts, file: str, line: int, column: int, style: str = "bold red"
) -> Iterator[Line]:
    """Answers a file's line and a mark below its column; nothing where it cannot be shown."""
    text = excerpts.line(file, line)
    if not text.strip():
        return
    marked = Marked(text, column, WIDTH - len(_INDENT) - 2)
    yield f"{_INDENT}| {marked.text}", "dim"
    if marked.mark:
        yield f"{_INDENT}| {marked.mark}", style


def tally(findings: Sequence[Finding]) -> str:
    """Answers how many there are: `2 errors, 1 warning in 2 files`."""
    counts = Counter(one.level for one in findings)
    told = [counted(counts[level], _WORDS[level]) for level in sorted(counts, reverse=True)]
    files = len({one.file for one in findings if one.file})
    return f"{', '.join(told)} in {counted(files, 'file')}" if files else ", ".join(told)


def _few(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those of a rule that has too many of them."""
    counts = Counter(one.rule for one in findings)
    seen: Counter[str] = Counter()
    kept = []
    for one in sorted(findings, key=_place):
        seen[one.rule] += 1
        if counts[one.rule] <= MANY or seen[one.rule] <= _SHOWN:
            kept.append(one)
    return kept


def _counts(findings: Sequence[Finding]) -> Iterator[Line]:
    yield "all of them, by rule; --format json has each one", "bold"
    counts = Counter(one.rule for one in findings)
    files = {name: {one.file for one in findings if one.rule == name} for name in counts}
    for name, count in counts.most_common():
        where = f"  in {counted(len(files[name]), 'file')}"
        shown = f", {_SHOWN} shown" if count > MANY else ""
        yield f"  {count:>7,}  {name}{where}{shown}", ""
    yield "", ""


def _place(one: Finding) -> tuple[str, int, int, str]:
    return one.file or one.object, one.line, one.column, one.rule


def _filled(text: str, indent: str) -> list[str]:
    """A text in lines that fit; one that has lines of its own keeps them."""
    room = WIDTH - len(indent)
    lines = text.rstrip().split("\n") if "\n" in text else filled(text, room, room)
    return [f"{' ' * len(indent)}{one}".rstrip() for one in lines]
