"""Where in the tree's files a function, view, index, constraint or policy is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb import sqltext
from refdb.sqltext import numbering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.catalog import Entry
    from refdb.sqltext import Statement
    from refdb.tree import Script, Tree

_DEFINING = frozenset(("create", "alter"))


class Place(NamedTuple):
    """A line of a file; no file and line 0 where there is none."""

    file: str = ""
    line: int = 0


class Places:
    """Finds definitions, in an object's own file first, then in the newest migration.

    Args:
        scripts: the files, those looked at first in front.
    """

    def __init__(self, scripts: Sequence[Script] = ()) -> None:
        self._scripts = scripts

    def body(self, name: str, body: str) -> Place:
        """Answers on which line a function's string body begins: that of its first quote."""
        for script, statement in self._statements(name):
            start = statement.text.find(body)
            if start >= 0:
                return _at(script, statement, start)
        return Place()

    def atomic(self, entry: Entry) -> tuple[Place, ...]:
        """Answers the place of each statement of a function's SQL-standard body."""
        for script, statement in self._statements(entry.name):
            if self._defines(statement, "function", entry):
                starts = numbering.atomic_starts(statement.text)
                return tuple(_at(script, statement, one) for one in starts)
        return ()

    def view(self, entry: Entry) -> Place:
        """Answers where a view is defined."""
        for script, statement in self._statements(entry.name):
            if self._defines(statement, "view", entry):
                return Place(script.file, statement.line)
        return Place()

    def named(self, name: str) -> Place:
        """Answers the newest line that gives an index, a constraint or a policy its name."""
        plain = name.strip('"')
        for script, statement in self._statements(plain):
            for word, start in numbering.identifiers(statement.text):
                if word == plain:
                    return _at(script, statement, start)
        return Place()

    def _statements(self, name: str) -> Iterator[tuple[Script, Statement]]:
        plain = name.strip('"')
        for script in self._scripts:
            if plain in script.text:
                for one in reversed(script.statements):
                    if one.first_word in _DEFINING and plain in one.text:
                        yield script, one

    @staticmethod
    def _defines(statement: Statement, kind: str, entry: Entry) -> bool:
        return statement.first_word == "create" and any(
            one.kind == kind and one.name == entry.name.strip('"')
            for one in sqltext.defined_by([statement])
        )


def places_of(tree: Tree) -> Places:
    """Answers the places of a tree's definitions."""
    objects = [one.script for one in tree.objects]
    return Places([*objects, *(one.apply for one in reversed(tree.migrations))])


def _at(script: Script, statement: Statement, offset: int) -> Place:
    return Place(script.file, statement.line + statement.text.count("\n", 0, offset))
