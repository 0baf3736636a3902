"""One result of any check: every check returns a list of these."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Level(IntEnum):
    """How much a finding matters; a higher one is worse."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, order=True)
class Finding:
    """One result of a check.

    Attributes:
        rule: the check that speaks, such as `contract/index`.
        object: what it speaks of: a migration's id, a table, a contract.
        message: one sentence.
        level: how much it matters.
        file: the file to change, empty when there is none.
        line: its line, counted from 1; 0 when there is none.
        hint: the next thing to type.
        column: the column in its line, counted from 1; 0 when it is not known.
    """

    rule: str
    object: str
    message: str
    level: Level = Level.ERROR
    file: str = ""
    line: int = 0
    hint: str = ""
    column: int = 0

    @property
    def key(self) -> str:
        """Answers which finding this is, the same in every run: `rule:object`."""
        return f"{self.rule}:{self.object}"

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values, its level as a word."""
        return asdict(self) | {"level": self.level.name.lower(), "key": self.key}


def worst(findings: Iterable[Finding]) -> Level | None:
    """Answers the highest level among the findings, None when there are none."""
    return max((finding.level for finding in findings), default=None)


def excepted(
    findings: Iterable[Finding], ignore: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
    """Answers the findings that nothing excepts, by file and line; and the others with why.

    Args:
        findings: what a check found.
        ignore: by a finding's key the reason why it is left alone; `*` stands for anything.
    """
    left, ignored = [], []
    for one in sorted(findings, key=lambda one: (one.file, one.line, one.rule, one.object)):
        reason = next((why for key, why in ignore.items() if is_like(key, one.key)), "")
        if reason:
            ignored.append((one, reason))
        else:
            left.append(one)
    return tuple(left), tuple(ignored)


def is_like(pattern: str, text: str) -> bool:
    """Answers whether `*` in a pattern could stand for what the text has there.

    Brackets, as in `uuid[]`, stand for themselves.
    """
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None
