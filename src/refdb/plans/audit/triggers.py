"""What calls a trigger function: whose rows are new and old, and its transition tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refdb.catalog import Snapshot

#: Rows that a transition table is taken to have; only the statement that fires it knows.
CHANGED_ROWS = 1_000


@dataclass(frozen=True)
class Fired:
    """A trigger, as its function sees it.

    Attributes:
        table: whose rows `new` and `old` are.
        rows: by the name of a transition table, a query that stands for it.
    """

    table: str
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def assumption(self) -> str:
        """What is taken for what only the firing statement knows."""
        rows = f", with {CHANGED_ROWS:,} rows in {', '.join(self.rows)}" if self.rows else ""
        return f"fired on {self.table}{rows}"


def fired_by(snapshot: Snapshot) -> dict[str, tuple[Fired, ...]]:
    """Answers, by a function's `schema.name`, the triggers that call it, one for each table."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for entry in snapshot.of_kind("trigger"):
        node = sqltext.parsed(str(entry.get("definition")))
        function = ".".join(part.sval for part in node.funcname)
        table = entry.parent.split(" ", 1)[1]
        stand_in = load("plans/transition_table").format(table=table, rows=CHANGED_ROWS).strip()
        names = [one.name for one in node.transitionRels or ()]
        found.setdefault(function, {}).setdefault(table, {}).update(
            dict.fromkeys(names, " ".join(stand_in.split("\n")[1:]))
        )
    return {
        function: tuple(Fired(table, rows) for table, rows in tables.items())
        for function, tables in found.items()
    }
