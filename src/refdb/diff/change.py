"""One difference of two snapshots, in words and as JSON."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from refdb.catalog import Value

_LONGEST = 60  # characters of a value that a line shows
# Attributes whose items are spoken of one by one, with what an item is called.
_ITEMS = {
    "grants": "grants to",
    "options": "option",
    "toast_options": "option toast.",
    "settings": "setting",
    "mappings": "mapping of",
    "tables": "table",
    "column_statistics": "statistics of column",
}


class Action(Enum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Level(Enum):
    """How much a change matters.

    Attributes:
        REAL: somebody can notice.
        PHYSICAL: the order of a table's columns alone: `select *` and inserts without names notice.
        COSMETIC: white space or comments of a body alone; or a definition in other words that
            Postgres's parser reads as the same, such as fewer parentheses.
    """

    REAL = "real"
    PHYSICAL = "physical only"
    COSMETIC = "cosmetic"


@dataclass(frozen=True)
class Change:
    """One difference of two snapshots.

    Attributes:
        key: the entry's key, `column public.students.email`.
        action: what happened to it.
        attribute: which attribute changed; empty where the whole entry came or went.
        item: which item of it, as the role of `grants`; empty for an attribute of one value.
        before: the value before; an entry's attributes where the whole entry went; None where
            there was none, or the server's default.
        after: the same for after.
        level: how much it matters.
        children: what came, went or changed with it: a dropped table's columns, indexes …
    """

    key: str
    action: Action
    attribute: str = ""
    item: str = ""
    before: Value = None
    after: Value = None
    level: Level = Level.REAL
    children: tuple[Change, ...] = ()

    @property
    def what(self) -> str:
        """Answers what changed in words: `not null`, `grants to app`."""
        word = _ITEMS.get(self.attribute, "") if self.item else ""
        word = word or self.attribute.replace("_", " ")
        if not self.item:
            return "column order" if self.attribute == "columns" else word
        return f"{word}{'' if word.endswith('.') else ' '}{self.item}"

    def line(self) -> str:
        """Answers the change in one readable line."""
        said = f"{self.key}: {self._said()}"
        return said if self.level is Level.REAL else f"{said} ({self.level.value})"

    def unified(self) -> str:
        """Answers the difference of two texts as `diff -u` writes it; empty for other values."""
        if not (isinstance(self.before, str) and isinstance(self.after, str)):
            return ""
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), "before", "after", lineterm=""
        )
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The change as JSON-ready values, its line and what went with it."""
        given = {
            "key": self.key,
            "action": self.action.value,
            "attribute": self.attribute,
            "item": self.item,
            "before": self.before,
            "after": self.after,
            "level": self.level.value,
            "line": self.line(),
            "children": [child.as_dict() for child in self.children],
        }
        return {name: value for name, value in given.items() if value not in ("", None, [])}

    def _said(self) -> str:
        if self.action is not Action.CHANGED:
            return f"{self.action.value}{_with_parts(len(self.children))}"
        if self.after is True and self.before is None:
            return f"now {self.what}"
        if self.before is True and self.after is None:
            return f"{self.what} lost"
        before, after = self._shown(self.before), self._shown(self.after)
        if before is None or after is None:
            return f"{self.what} differs"
        return f"{self.what}: {before} → {after}"

    def _shown(self, value: Value) -> str | None:
        """Answers a value as a line shows it; None where it is too long for one."""
        if value is None:
            return "default" if self.attribute == "grants" else "none"
        text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if isinstance(value, list):
            text = ", ".join(map(str, value)) or "none"
        return text if len(text) <= _LONGEST and "\n" not in text else None


def _with_parts(count: int) -> str:
    if not count:
        return ""
    return f", with {count} {'part' if count == 1 else 'parts'}"
