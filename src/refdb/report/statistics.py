"""What the verbs of statistics sets answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.late import late
from refdb.report.cells import Tabular, Told

with late():
    from refdb import explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb.statistics import Relation, StatisticsSet

_PAGE = 8192
_STEPS = (("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10))


@dataclass(frozen=True)
class Exported(Told):
    """A statistics set that was written.

    Attributes:
        statistics: the set.
        origin: where it comes from, in words.
        file: where it was written; None where it goes to standard output.
        text: the file's text.
        rules: by what rules it was made of another one.
    """

    statistics: StatisticsSet
    origin: str
    file: Path | None
    text: str
    rules: tuple[str, ...] = ()

    @property
    def hints(self) -> Sequence[str]:
        """What to type next."""
        if self.file is None:
            return ()
        if self.statistics.has_values and not self.rules:
            return (
                "It holds real values of the database; --redact leaves them out.",
                f"Plan with it: refdb explain --statistics {self.file.stem}",
            )
        return (f"Plan with it: refdb explain --statistics {self.file.stem}",)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        if self.file is None:
            yield self.text.rstrip("\n"), ""
            return
        yield f"{self.origin}: {summed(self.statistics)}", ""
        for rule in self.rules:
            yield f"  {rule}", "dim"
        for note in self.statistics.notes:
            yield f"note: {note}", "yellow"
        yield f"wrote {self.file}", "bold green"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "origin": self.origin,
            "file": str(self.file) if self.file else None,
            "notes": list(self.statistics.notes),
            "rules": list(self.rules),
            "holds_values": self.statistics.has_values,
            **_sums(self.statistics),
        }


@dataclass(frozen=True)
class RelationRow:
    """One line of a statistics set as a table.

    Attributes:
        name: the relation's.
        relation: it.
        below: it is an index, which stands below its table.
    """

    name: str
    relation: Relation
    below: bool

    @property
    def cells(self) -> Sequence[str]:
        """Its text for each column."""
        one = self.relation
        index = one.index
        return (
            f"  {self.name.partition('.')[2]}" if self.below else self.name,
            index.method if index else one.kind,
            _counted(one.rows),
            size_of(one.pages),
            _share(one),
            str(index.height) if index and index.height is not None else "",
        )


@dataclass(frozen=True)
class Shown(Tabular, Told):
    """A statistics set as a table.

    Attributes:
        statistics: the set.
        origin: the file in words.
    """

    statistics: StatisticsSet
    origin: str

    @property
    def columns(self) -> Sequence[str]:
        """What stands over each."""
        return ("relation", "kind", "rows", "size", "visible", "height")

    @property
    def rows(self) -> Sequence[RelationRow]:
        """Tables by size, each with its indexes below it."""
        return tuple(_rows(self.statistics))

    @property
    def tally(self) -> str:
        """The last line."""
        source = self.statistics.source
        values = "holds real values" if self.statistics.has_values else "holds no real values"
        notes = "".join(f"\nnote: {one}" for one in self.statistics.notes)
        return (
            f"{self.origin}: PostgreSQL {source.major}, {summed(self.statistics)}; {values}{notes}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "origin": self.origin,
            "postgres": self.statistics.source.major,
            "holds_values": self.statistics.has_values,
            "notes": list(self.statistics.notes),
            "relations": [
                {
                    "name": row.name,
                    "kind": row.relation.kind,
                    "rows": row.relation.rows,
                    "pages": row.relation.pages,
                    "height": row.relation.index.height if row.relation.index else None,
                }
                for row in self.rows
            ],
            **_sums(self.statistics),
        }


def summed(whole: StatisticsSet) -> str:
    """Answers a set's size in words: its tables, its rows, its bytes.

    Args:
        whole: the set.
    """
    sums = _sums(whole)
    return (
        f"{sums['tables']} tables, {sums['indexes']} indexes, "
        f"{explain.how_many(sums['rows'])}, {size_of(sums['pages'])}"
    )


def _sums(whole: StatisticsSet) -> dict[str, Any]:
    tables = [one for one in whole.relations.values() if one.index is None]
    own = [one for one in tables if one.pages]  # the parent of partitions has its partitions' rows
    return {
        "tables": len(tables),
        "indexes": len(whole.relations) - len(tables),
        "rows": round(sum(max(0.0, one.rows) for one in own)),
        "pages": sum(one.pages for one in whole.relations.values()),
    }


def _rows(whole: StatisticsSet) -> Iterator[RelationRow]:
    tables = [(name, one) for name, one in whole.relations.items() if one.index is None]
    for name, table in sorted(tables, key=lambda pair: (-pair[1].rows, pair[0])):
        yield RelationRow(name, table, below=False)
        for index, one in whole.indexes_of(name).items():
            yield RelationRow(index, one, below=True)


def size_of(pages: float) -> str:
    """Answers what pages of 8 kB come to: `96 kB`, `1.2 GB`.

    Args:
        pages: how many.
    """
    size = pages * _PAGE
    for unit, step in _STEPS:
        if size >= step:
            return f"{size / step:,.3g} {unit}"
    return f"{size:.0f} bytes"


def _counted(rows: float) -> str:
    return "not analyzed" if rows < 0 else explain.how_many(rows).partition(" ")[0]


def _share(one: Relation) -> str:
    if one.index is not None or not one.pages:
        return ""
    return f"{min(1.0, one.all_visible / one.pages):.0%}"
