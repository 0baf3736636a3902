"""One result of any check: every check returns a list of these."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


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
