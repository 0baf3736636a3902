"""Reads values out of a JSON document and says exactly where one is wrong."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from refdb.errors import BadTreeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_DEFAULT: Any = object()


class Document:
    """A JSON text and where it stands.

    Args:
        text: the text.
        file: its file's name, for errors.
    """

    def __init__(self, text: str, file: str = "") -> None:
        self.text = text
        self.file = file

    def root(self) -> Given:
        """Answers its outermost value.

        Raises:
            BadTreeError: it is no JSON, or no object.
        """
        try:
            value = json.loads(self.text)
        except json.JSONDecodeError as error:
            raise BadTreeError(
                f"this is no JSON: {error.msg}",
                file=self.file,
                line=error.lineno,
                column=error.colno,
                hint="Write it again: refdb statistics export",
            ) from None
        except RecursionError:
            raise BadTreeError("this is no statistics set", file=self.file, line=1) from None
        given = Given(value, (), self)
        given.check(isinstance(value, dict), "an object")
        return given

    def line_of(self, path: tuple[str, ...]) -> int:
        """Answers the line on which the last key of a path stands."""
        position = 0
        for key in path:
            found = self.text.find(f"{json.dumps(key, ensure_ascii=False)}:", position)
            position = found if found >= 0 else position
        return self.text.count("\n", 0, position) + 1


class Given:
    """One value of a document, with the way to it.

    Args:
        value: the value.
        path: the keys that lead to it.
        document: where it is from.
    """

    def __init__(self, value: Any, path: tuple[str, ...], document: Document) -> None:
        self.value = value
        self.path = path
        self._document = document

    def wrong(self, what: str, hint: str = "") -> BadTreeError:
        """Answers the error for this value."""
        place = " → ".join(self.path) or "the file"
        line = self._document.line_of(self.path)
        return BadTreeError(f"{place}: {what}", file=self._document.file, line=line, hint=hint)

    def check(self, is_good: bool, wanted: str) -> None:
        """Raises the error for this value unless it is what is wanted."""
        if not is_good:
            shown = json.dumps(self.value, ensure_ascii=False)[:40]
            raise self.wrong(f"{shown} is not {wanted}")

    def only(self, *known: str) -> None:
        """Raises when the object has a key that is not among the known ones."""
        self.check(isinstance(self.value, dict), "an object")
        for key in self.value:
            if key not in known:
                raise self.get(key).wrong("nothing has this name here", did_you_mean(key, known))

    def get(self, key: str, default: Any = _NO_DEFAULT) -> Given:
        """Answers the value of a key; without a default it must be there."""
        self.check(isinstance(self.value, dict), "an object")
        if key not in self.value and default is _NO_DEFAULT:
            raise self.wrong(f"{key} is missing")
        return Given(self.value.get(key, default), (*self.path, key), self._document)

    def has(self, key: str) -> bool:
        """Answers whether the object has a key."""
        return isinstance(self.value, dict) and key in self.value

    def members(self) -> Iterator[tuple[str, Given]]:
        """Answers the keys and values of an object."""
        self.check(isinstance(self.value, dict), "an object")
        for key in self.value:
            yield key, self.get(key)

    def items(self) -> Iterator[Given]:
        """Answers the values of a list; an error names the list."""
        self.check(isinstance(self.value, list), "a list")
        for value in self.value:
            yield Given(value, self.path, self._document)

    def text(self) -> str:
        """Answers a text."""
        self.check(isinstance(self.value, str), "a text")
        return str(self.value)

    def whole(self, least: int = 0, most: int = 2**63 - 1) -> int:
        """Answers a whole number within bounds."""
        is_whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        self.check(is_whole, "a whole number")
        self.check(self.value >= least, f"a whole number from {least}")
        self.check(self.value <= most, f"a whole number up to {most}")
        return int(self.value)

    def number(self, least: float = -math.inf, most: float = math.inf) -> float:
        """Answers a number within bounds."""
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        self.check(is_number and math.isfinite(self.value), "a number")
        self.check(least <= self.value <= most, f"a number from {least:g} to {most:g}")
        return float(self.value)

    def texts(self) -> tuple[str, ...]:
        """Answers a list of texts."""
        return tuple(one.text() for one in self.items())

    def numbers(self) -> tuple[float, ...]:
        """Answers a list of numbers."""
        return tuple(one.number() for one in self.items())

    def pair(self) -> tuple[Given, Given]:
        """Answers a list of two."""
        self.check(isinstance(self.value, list) and len(self.value) == 2, "a list of two")  # noqa: PLR2004
        first, second = self.items()
        return first, second
