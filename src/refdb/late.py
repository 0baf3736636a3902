"""Modules that are loaded at their first use: a command pays for its own rooms only."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from importlib.abc import Loader
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec


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


# One for all modules: what one thread loads, another waits for, and never sees half of.
_LOADING = threading.RLock()
_under_way: set[int] = set()


class _Late(ModuleType):
    """A module that is loaded when anything of it is asked for, or when it is called."""

    def __getattribute__(self, name: str) -> Any:
        _load(self)
        return ModuleType.__getattribute__(self, name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        _load(self)
        return cast("Callable[..., Any]", self)(*given, **named)


def _load(late: ModuleType) -> None:
    with _LOADING:
        # Under way in this thread, for no other one gets here: its own body asks for itself.
        if not isinstance(late, _Late) or id(late) in _under_way:
            return
        _under_way.add(id(late))
        try:
            spec = ModuleType.__getattribute__(late, "__spec__")
            spec.loader.exec_module(late)
            if type(late) is _Late:  # a module that can be called has a class of its own by now
                late.__class__ = ModuleType  # type: ignore[assignment]  # no longer what it was
        finally:
            _under_way.discard(id(late))


class _Loader(Loader):
    """Puts a module's loading off until it is used; Python's own does it for one thread only."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__:
            module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__class__ = _Late


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
