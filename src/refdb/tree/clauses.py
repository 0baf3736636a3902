"""What a contract may promise, read from its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.config import count
from refdb.errors import BadRequestError, BadTreeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.tree.files import Script
    from refdb.tree.headers import Entry

# The longer word first: `index only x` is not the index named `only`.
_SUBJECTS = (
    ("index only scan", r"index\s+only\s+(?:scan\s+)?(?P<name>\S+)"),
    ("bitmap scan", r"bitmap\s+(?:(?:heap\s+)?scan\s+)?(?P<name>\S+)"),
    ("index", r"index\s+(?P<name>\S+)"),
    ("seq scan", r"seq\s+scan(?:\s+on\s+(?P<name>\S+))?"),
    ("sort", r"sort(?P<name>)"),
    ("node", r"node\s+(?P<name>.+)"),
)
_ROWS_WITHIN = re.compile(r"rows\s+within\s+(?P<factor>\S+)", re.IGNORECASE)
_FACTOR = re.compile(r"(\d+(?:\.\d+)?)\s*(?:x|times)?", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """One promise about a plan.

    Attributes:
        subject: `index`, `index only scan`, `bitmap scan`, `seq scan`, `sort` or `node`.
        name: the index, table or node type; empty for any.
        line: its line in the contract's file.
    """

    subject: str
    name: str
    line: int

    def __str__(self) -> str:
        """The clause as a person would write it."""
        joined = " on " if self.subject == "seq scan" and self.name else " "
        return f"{self.subject}{joined}{self.name}".strip()


@dataclass(frozen=True)
class Limit:
    """A promise that is a number.

    Attributes:
        key: `max_cost`, the planner's cost of the whole plan; `max_rows`, the rows that it
            expects at the top; `rows_within`, how many times real rows may be more or fewer
            than expected ones.
        value: the number.
        line: its line in the contract's file.
    """

    key: str
    value: float
    line: int

    def __str__(self) -> str:
        """The promise in words."""
        number = f"{self.value:,.10g}"
        words = {
            "max_cost": f"cost up to {number}",
            "max_rows": f"up to {number} rows",
            "rows_within": f"rows within {number}x",
        }
        return words[self.key]


def _parts(script: Script, key: str) -> Iterator[tuple[Entry, str]]:
    for entry in script.header.entries:
        if entry.key == key:
            for part in split_outside_brackets(entry.value):
                yield entry, part


def listed(script: Script, key: str) -> tuple[tuple[int, str], ...]:
    """Answers what a key lists between commas, each with its line."""
    return tuple((entry.line, part) for entry, part in _parts(script, key))


def clauses(script: Script, key: str) -> Iterator[Clause]:
    """Answers the clauses of `expect` or `forbid`; raises BadTreeError for what is none."""
    for entry, part in _parts(script, key):
        if key == "expect" and _ROWS_WITHIN.fullmatch(part):
            continue  # a limit
        yield _clause(script, key, part, entry.line)


def _clause(script: Script, key: str, text: str, line: int) -> Clause:
    for subject, pattern in _SUBJECTS:
        found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
        if found:
            return Clause(subject, (found["name"] or "").strip(), line)
    within = ", rows within 10x" if key == "expect" else ""
    raise BadTreeError(
        f"{key}: {text} is no clause",
        file=script.file,
        line=line,
        hint="Write index NAME, index only NAME, bitmap NAME, seq scan on TABLE, sort"
        f"{within} or node TYPE.",
    )


def limits(script: Script) -> Iterator[Limit]:
    """Answers the promises that are numbers; raises BadTreeError for what is none."""
    for entry in script.header.entries:
        if entry.key in {"max_cost", "max_rows", "rows_within"}:
            yield Limit(entry.key, _number(script, entry.key, entry.value, entry.line), entry.line)
    for entry, part in _parts(script, "expect"):
        found = _ROWS_WITHIN.fullmatch(part)
        if found:
            factor = _number(script, "rows_within", found["factor"], entry.line)
            yield Limit("rows_within", factor, entry.line)


def _number(script: Script, key: str, text: str, line: int) -> float:
    if key == "max_rows":
        return rows_of(script, key, (line, text))
    plain = text.replace(",", "") if key == "max_cost" else text
    found = _FACTOR.fullmatch(plain) if key == "rows_within" else re.fullmatch(r"([\d.]+)", plain)
    try:
        value = float(found[1]) if found else 0.0
    except ValueError:
        value = 0.0
    if value >= 1 or (value > 0 and key == "max_cost"):
        return value
    good = "a factor from 1 up, such as 10x" if key == "rows_within" else "a cost, such as 120"
    raise BadTreeError(
        f"{key}: {text!r} is not {good}",
        file=script.file,
        line=line,
        hint=f"Write {good}.",
    )


def split_outside_brackets(text: str) -> tuple[str, ...]:
    """Answers what stands between commas: `numeric(5,2), text` are two."""
    parts = re.split(r",(?![^(]*\))", text)
    return tuple(part.strip() for part in parts if part.strip())


def rows_of(script: Script, key: str, given: tuple[int, str]) -> int:
    """Answers a number of rows such as 10k.

    Args:
        script: the file.
        key: the header's key.
        given: the line and the text.

    Raises:
        BadTreeError: it is none.
    """
    line, text = given
    try:
        return count(text, key)
    except BadRequestError as error:
        raise BadTreeError(error.message, file=script.file, line=line, hint=error.hint) from None
