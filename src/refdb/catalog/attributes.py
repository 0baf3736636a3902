"""What entries are, from the columns of a query's answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.catalog.grants import grants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from refdb.catalog.entry import Entry
    from refdb.catalog.fetch import Row, Rows

# Attributes that are never null, unless the object is gone while it is written out.
_ALWAYS = ("definition", "arguments")
_USUAL = 4  # attributes that most columns of tables have; the others are mostly all null
_OPTIONS = {"0": "", "1": " DESC NULLS LAST", "2": " NULLS FIRST", "3": " DESC"}
_TYPMOD = re.compile(r"\([\d,]+\)")
_AS_TEXT = ("character varying", "text")
_SECRET = re.compile(r"passw|secret|token|credential|(api|private|access)_?key", re.IGNORECASE)


class VanishedError(Exception):
    """An object was dropped between being listed and being written out."""


class Attributes:
    """Makes attributes; what is null is left out.

    Args:
        quoted: the names of roles that are written in quotes.
    """

    def __init__(self, quoted: Mapping[str, str]) -> None:
        self._quoted = quoted
        self._known: dict[tuple[str, ...], dict[str, list[str]]] = {}
        self._convert: dict[str, Callable[[Any], Any]] = {
            "options": _mapping,
            "toast_options": _mapping,
            "settings": _mapping,
            "grants": self._grants,
        }

    def of(self, given: Rows, leading: int) -> Iterator[tuple[Row, dict[str, Any]]]:
        """Answers each row with its attributes.

        Args:
            given: what a query answered.
            leading: how many columns stand before the attributes.

        Raises:
            VanishedError: an object was dropped while it was read.
        """
        names = given.columns[leading:]
        converted = [name for name in names if name in self._convert]
        always = next((leading + names.index(name) for name in _ALWAYS if name in names), 0)
        usual, rest = names[:_USUAL], leading + _USUAL
        nothing = (None,) * (len(names) - _USUAL)
        is_usual = not any(name in self._convert for name in usual)
        for row in given.rows:
            if row[always] is None:
                raise VanishedError
            if is_usual and row[rest:] == nothing:
                yield row, _present(usual, row[leading:rest])
                continue
            attributes = _present(names, row[leading:])
            for name in converted:
                if name in attributes and not self._change(attributes, name):
                    del attributes[name]
            yield row, attributes

    def _change(self, attributes: dict[str, Any], name: str) -> bool:
        attributes[name] = self._convert[name](attributes[name])
        return bool(attributes[name])

    def _grants(self, given: Sequence[str]) -> dict[str, list[str]]:
        known = tuple(given)
        if known not in self._known:
            self._known[known] = grants(known, self._quoted)
        return self._known[known]


def _present(names: Sequence[str], values: Row) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _mapping(items: Sequence[str]) -> dict[str, str]:
    """Answers options from the `name=value` that the catalog has; what is secret stays there."""
    pairs = (item.partition("=") for item in items)
    return {name: "***" if _SECRET.search(name) else value for name, _, value in pairs}


def plain_key(column: Entry, opclass: tuple[str, str], option: str) -> str:
    """Answers a column as the text of an index has it.

    Args:
        column: the column.
        opclass: the operator class's name and the type that it is the default for.
        option: the catalog's: 1 for descending, 2 more for nulls first.
    """
    name, default_for = opclass
    type_name = _TYPMOD.sub("", column.attributes["type"])
    is_default = type_name == default_for or (type_name, default_for) == _AS_TEXT
    collation = ' COLLATE "default"' if "collation" in column.attributes else ""
    return f"{column.name}{collation}{'' if is_default else f' {name}'}{_OPTIONS[option]}"
