"""A mapping that is put together when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

_Value = TypeVar("_Value")


class Later(Mapping[str, _Value]):
    """What a function answers, asked when it is first needed.

    Args:
        make: the function; it is called once at the most.
    """

    def __init__(self, make: Callable[[], dict[str, _Value]]) -> None:
        self._make: Callable[[], dict[str, _Value]] | None = make

    @cached_property
    def _made(self) -> dict[str, _Value]:
        made = self._make() if self._make else {}
        self._make = None  # and what it was made from is free
        return made

    def __getitem__(self, key: str) -> _Value:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __repr__(self) -> str:
        """As the dictionary that it is."""
        return repr(self._made)
