"""What entries are, from the columns of a query's answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.catalog.grants import grants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from refdb.catalog.fetch import Row, Rows

# Attributes that are never null, unless the object is gone while it is written out.
_ALWAYS = ("definition", "arguments")
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
        # Many objects have the same: each is read once, and is one value.
        self._known: dict[tuple[str, ...], dict[str, list[str]]] = {}
        self._known_settings: dict[tuple[str, ...], dict[str, str]] = {}
        self._convert: dict[str, Callable[[Any], Any]] = {
            "options": _mapping,
            "toast_options": _mapping,
            "settings": self._settings,
            "grants": self._grants,
        }

    def of(self, given: Rows, leading: int) -> Iterator[tuple[Row, dict[str, Any]]]:
        """Answers each row with its attributes.

        Args:
            given: what a query answered; a last column `more` holds further attributes.
            leading: how many columns stand before the attributes.

        Raises:
            VanishedError: an object was dropped while it was read.
        """
        names = given.columns[leading:]
        converted = [(name, self._convert[name]) for name in names if name in self._convert]
        always = next((leading + names.index(name) for name in _ALWAYS if name in names), 0)
        has_more = "more" in names
        for row in given.rows:
            if row[always] is None:
                raise VanishedError
            attributes = {
                name: value
                for name, value in zip(names, row[leading:])  # noqa: B905 - as many, and quicker
                if value is not None
            }
            if has_more and "more" in attributes:
                self.add(attributes, attributes.pop("more"))
            for name, convert in converted:
                if name in attributes and (made := convert(attributes.pop(name))):
                    attributes[name] = made
            yield row, attributes

    def add(self, attributes: dict[str, Any], more: Mapping[str, Any]) -> None:
        """Adds attributes as the catalog has them; what is null is left out."""
        for name, value in more.items():
            if value is not None:
                convert = self._convert.get(name)
                if (made := convert(value) if convert else value) != {}:
                    attributes[name] = made

    def _settings(self, given: Sequence[str]) -> dict[str, str]:
        known = tuple(given)
        if known not in self._known_settings:
            self._known_settings[known] = _mapping(known)
        return self._known_settings[known]

    def _grants(self, given: Sequence[str]) -> dict[str, list[str]]:
        known = tuple(given)
        if known not in self._known:
            self._known[known] = grants(known, self._quoted)
        return self._known[known]


def _mapping(items: Sequence[str]) -> dict[str, str]:
    """Answers options from the `name=value` that the catalog has; what is secret stays there."""
    pairs = (item.partition("=") for item in items)
    return {name: "***" if _SECRET.search(name) else value for name, _, value in pairs}
