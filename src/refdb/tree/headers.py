"""The `-- key: value` block on top of a file."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from refdb.config import duration
from refdb.errors import BadRequestError, BadTreeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# A key of two words may be written with a blank: `holds to` is `holds_to`.
_ENTRY = re.compile(r"^--\s*([A-Za-z][\w-]*(?: [a-z]+)?)\s*:(?:\s+(.*?))?\s*$")
_CONTINUATION = re.compile(r"^--\s{2,}(\S.*?)\s*$")
# How alike a word must be to a key to be a slip of it: `transactionnal` is, `author` is not.
_ONE_SLIP = 0.8
_DURATIONS = ("lock_timeout", "statement_timeout", "pause", "timeout")

#: The keys of each kind of file; sql-style.md says what they mean.
KEYS: dict[str, tuple[str, ...]] = {
    "migration": (
        "why",
        "depends",
        "transactional",
        "lock_timeout",
        "statement_timeout",
        "repeat",
        "pause",
        "phase",
        "irreversible",
        "allow",
    ),
    "rollback": (
        "loses",
        "transactional",
        "lock_timeout",
        "statement_timeout",
        "repeat",
        "pause",
        "allow",
    ),
    "function": ("purpose", "requires", "definer", "volatile", "allow"),
    "view": ("purpose", "requires", "refresh", "allow"),
    "trigger": ("purpose", "requires", "allow"),
    "schedule": ("purpose", "schedule", "timeout", "allow"),
    "contract": (
        "expect",
        "forbid",
        "max_cost",
        "max_rows",
        "rows_within",
        "params",
        "with",
        "rows",
        "statistics",
        "holds_to",
        "allow",
    ),
    "test": ("test", "error", "expect", "allow"),
    "sample": ("purpose", "table", "allow"),
}


class Entry(NamedTuple):
    """One line of a header: its key, its value and its line in the file."""

    key: str
    value: str
    line: int


@dataclass(frozen=True)
class Header:
    """A file's header: its entries in the order of the file."""

    entries: tuple[Entry, ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """Answers the value of a key, its repetitions joined by a space as yoyo does."""
        values = self.all(key)
        return " ".join(values) if values else default

    def all(self, key: str) -> tuple[str, ...]:
        """Answers every value of a key that may stand several times."""
        return tuple(entry.value for entry in self.entries if entry.key == key)

    def line(self, key: str) -> int:
        """Answers the line that a key stands on first, 1 when it is not there."""
        return next((entry.line for entry in self.entries if entry.key == key), 1)

    def __contains__(self, key: str) -> bool:
        return any(entry.key == key for entry in self.entries)


def read_header(text: str, kind: str, file: str) -> Header:
    """Answers the header of a file: its comment lines before the first statement.

    A comment whose first word is no key is prose, unless it is one slip away from a key.

    Args:
        text: the whole file.
        kind: which kind of file, a key of KEYS.
        file: the name to put into an error.

    Raises:
        BadTreeError: a key that is a slip of a known one, or one without a value.
    """
    return Header(tuple(_entries(list(_comment_lines(text)), KEYS[kind], file)))


def _comment_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("--"):
            return
        yield number, line.strip()


def _entries(
    lines: Sequence[tuple[int, str]],
    keys: Collection[str],
    file: str,
) -> Iterator[Entry]:
    current: Entry | None = None
    for number, line in lines:
        found, continued = _ENTRY.match(line), _CONTINUATION.match(line)
        if current and continued and not (found and _key(found) in keys):
            current = Entry(current.key, f"{current.value} {continued[1]}".strip(), current.line)
            continue
        if current:
            yield _with_value(current, file)
        current = _entry(found, number, keys, file) if found else None
    if current:
        yield _with_value(current, file)


def _entry(found: re.Match[str], line: int, keys: Collection[str], file: str) -> Entry | None:
    key = _key(found)
    if key in keys:
        return Entry(key, found[2] or "", line)
    near = difflib.get_close_matches(key.lower().replace("-", "_"), keys, 1, _ONE_SLIP)
    if near:
        raise BadTreeError(
            f"unknown header key {found[1]}",
            file=file,
            line=line,
            hint=f"Did you mean {near[0]}? A comment that is no header must not begin "
            f"`-- {found[1]}:`.",
        )
    return None


def _key(found: re.Match[str]) -> str:
    return found[1].replace(" ", "_")


def _with_value(entry: Entry, file: str) -> Entry:
    if entry.value:
        return entry
    raise BadTreeError(
        f"header key {entry.key} has no value",
        file=file,
        line=entry.line,
        hint=f"Write `-- {entry.key}: value`, or take the line out.",
    )


def read_flag(header: Header, key: str, file: str, *, default: bool) -> bool:
    """Answers a header's `true` or `false`.

    Raises:
        BadTreeError: it is neither.
    """
    value = header.get(key, "true" if default else "false").lower()
    if value not in {"true", "false"}:
        raise BadTreeError(
            f"{key} must be true or false, not {value!r}",
            file=file,
            line=header.line(key),
            hint=f"Write `-- {key}: false`.",
        )
    return value == "true"


def check_durations(header: Header, file: str) -> None:
    """Raises BadTreeError for a timeout in a header that is no duration."""
    for entry in header.entries:
        if entry.key in _DURATIONS:
            try:
                duration(entry.value, entry.key)
            except BadRequestError as error:
                raise BadTreeError(
                    error.message,
                    file=file,
                    line=entry.line,
                    hint=error.hint,
                ) from None
