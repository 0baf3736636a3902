"""Modules that are loaded at their first use: a command pays for its own rooms only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.machinery import PathFinder
from importlib.util import LazyLoader
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


@contextmanager
def late() -> Iterator[None]:
    """Makes refdb's modules that are imported inside the block load at their first use.

    The imports stay plain statements that type checkers and the layers' linter read:

    >>> with late():
    ...     from refdb import fleet

    Only whole modules can be imported so: a name out of one would load it at once.
    """
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)


class _Loader(LazyLoader):
    """Puts a module's loading off until it is used, also where the use is to call it."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        lazy = type(module)

        # Python's own loads a module only where its class is the lazy one itself, from 3.12 on.
        def back(late: ModuleType) -> ModuleType:
            object.__setattr__(late, "__class__", lazy)
            return late

        def call(late: ModuleType, *given: Any, **named: Any) -> Any:
            getattr(back(late), "__doc__", None)  # asking it for anything loads it
            return cast("Callable[..., Any]", late)(*given, **named)

        body = {
            "__call__": call,
            "__getattribute__": lambda late, name: getattr(back(late), name),
        }
        module.__class__ = type("Late", (lazy,), body)


class _Finder:
    """Finds what Python's own finder finds, and puts its loading off."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith("refdb."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec
