"""Which functions the files of a tree define, and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.lint.routines import Routine, routines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.lint.sources import Source

_PUBLIC = "public"
Key = tuple[str, str]


@dataclass(frozen=True)
class Written:
    """The functions of a tree: each in its object's file, else in the last migration that has it.

    Attributes:
        sources: the tree's migrations and objects.
    """

    sources: tuple[Source, ...]

    @cached_property
    def functions(self) -> dict[Key, tuple[Source, Routine]]:
        """Functions by schema and name, each with its file."""
        found: dict[Key, tuple[Source, Routine]] = {}
        kinds = ("migration", "function")
        wanted = [one for one in self.sources if one.kind in kinds]
        for source in sorted(wanted, key=lambda one: (kinds.index(one.kind), one.path.name)):
            for one in routines_of(source):
                if one.name:
                    found[one.schema or _PUBLIC, one.name] = (source, one)
        return found

    @cached_property
    def triggers(self) -> dict[str, str]:
        """The relation that a trigger of some file runs each function for, by its name."""
        found: dict[str, str] = {}
        for source in self.sources:
            if source.kind in {"migration", "trigger"} and "trigger" in source.text:
                for one in source.statements:
                    node = sqltext.parsed(one.text) if one.first_word == "create" else None
                    if node is not None and type(node).__name__ == "CreateTrigStmt":
                        relation = sqltext.relation_name(node.relation)
                        found[str(node.funcname[-1].sval)] = relation
        return found

    def names_in(self, source: Source) -> tuple[str, ...]:
        """Answers the names of the functions whose definition is a file's."""
        return tuple(name for (_, name), (own, _) in self.functions.items() if own is source)

    def place(self, schema: str, name: str, line: int) -> tuple[str, int]:
        """Answers file and line of a line of a function's body; the file's start without one."""
        source, routine = self.functions.get((schema, name), (None, None))
        if source is None or routine is None:
            return "", 0
        return source.file, routine.line_of(line) if line else routine.statement.line


def objects_in(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Answers the files of functions, views and triggers in the order in which they are created."""
    kinds = ("function", "view", "trigger")
    found = [one for one in sources if one.kind in kinds]
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.path.name)))
