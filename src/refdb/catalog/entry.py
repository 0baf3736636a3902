"""One object of a database as a value."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an attribute can be: whatever JSON can be.
Value: TypeAlias = Any

_NOTHING: Mapping[str, Value] = MappingProxyType({})


class Entry(NamedTuple):
    """One object of a database: its kind in words, its identity as Postgres writes it, what it is.

    Every name is written as SQL writes it: in quotes where it needs them.

    Attributes:
        kind: `table`, `column`, `materialized view` …
        identity: `public.students`, `public.students.email`, `public.f(integer, text)`.
        schema: the schema that it is in; empty for what is in none.
        name: its own name alone; empty for what has none, such as a cast.
        parent: the key of the entry that it goes with: a column's table, a table's index's
            table, a key's index's constraint; empty for what stands by itself.
        attributes: what it is. An attribute that is not there is as the server makes it when
            nothing is said, so false and null never stand here. A relation's and a composite
            type's `columns` say the order of its columns, which are entries of their own.
    """

    kind: str
    identity: str
    schema: str = ""
    name: str = ""
    parent: str = ""
    attributes: Mapping[str, Value] = _NOTHING

    @property
    def key(self) -> str:
        """Answers which entry this is in its snapshot: `table public.students`."""
        return f"{self.kind} {self.identity}"

    def __str__(self) -> str:
        """As a person would say it: `table public.students`."""
        return f"{self.kind} {self.identity}"

    def get(self, attribute: str) -> Value:
        """Answers an attribute, None where the server's own default holds."""
        return self.attributes.get(attribute)
