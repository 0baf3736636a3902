"""Texts of indexes and keys, put together as the server writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from refdb.catalog.places import COLLATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refdb.catalog.places import Place, Places

    #: By a usual operator class's oid: its name, the type that it is the default for, its method.
    Classes: TypeAlias = Mapping[str, tuple[str, str, str]]

_OPTIONS = {"0": "", "1": " DESC NULLS LAST", "2": " NULLS FIRST", "3": " DESC"}
_TYPMOD = re.compile(r"\([\d,]+\)")
_AS_TEXT = ("character varying", "text")


class Written:
    """Writes them.

    Args:
        places: the columns so far.
        classes: the operator classes that a text leaves out, for some types.
    """

    def __init__(self, places: Places, classes: Classes) -> None:
        self._places = places
        self._classes = classes
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._behind: dict[tuple[str, ...], tuple[str, ...]] = {}

    def index(self, name: str, relation: int, place: Place, parts: tuple[str, str, str]) -> str:
        """Answers an index's text from what stands in front of its table's name to its end.

        Args:
            name: what stands there: `INDEX a_idx ON`.
            relation: the table's oid.
            place: the table.
            parts: the numbers of its columns, and behind `|` its condition; the columns' operator
                classes; their options: 1 for descending, 2 more for nulls first.
        """
        columns, classes, options = parts
        numbers, _, condition = columns.partition("|")
        of_columns = self._numbers.get(numbers) or self._parsed(numbers)
        names, types = self._places.columns[relation], self._places.types[relation]
        asked = (classes, options, *[types[number] for number in of_columns])
        found = self._behind.get(asked) or self._made(*asked)
        method, *behind = found
        keys = [names[number] + end for number, end in zip(of_columns, behind, strict=True)]
        return f"CREATE {name} {place.identity} USING {method} ({', '.join(keys)}){condition}"

    def names(self, relation: int, numbers: Iterable[int]) -> str:
        """Answers a relation's columns as a key lists them."""
        names = self._places.columns[relation]
        return ", ".join([names[number] for number in numbers])

    def _parsed(self, numbers: str) -> tuple[int, ...]:
        """Answers columns' numbers, kept: there are few, and many indexes have them."""
        made = self._numbers[numbers] = tuple(map(int, numbers.split()))
        return made

    def _made(self, classes: str, options: str, *types: str) -> tuple[str, ...]:
        """Answers an index's method, and what stands behind each of its columns' names; kept."""
        parts = zip(types, classes.split(), options.split(), strict=True)
        method = self._classes[classes.split(maxsplit=1)[0]][2]
        made = (method, *(self._after_name(*part) for part in parts))
        self._behind[classes, options, *types] = made
        return made

    def _after_name(self, type_name: str, class_: str, option: str) -> str:
        """Answers what stands behind a column's name in the text of an index."""
        name, default_for, _ = self._classes[class_]
        plain = _TYPMOD.sub("", type_name.removesuffix(COLLATED))
        is_default = plain == default_for or (plain, default_for) == _AS_TEXT
        collation = ' COLLATE "default"' if type_name.endswith(COLLATED) else ""
        return f"{collation}{'' if is_default else f' {name}'}{_OPTIONS[option]}"
