"""A Postgres in a blink: made from the embedded wheel or installed binaries, gone afterwards."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from refdb.throwaway.binaries import Binaries, available, choose
from refdb.throwaway.clones import Clones, clones
from refdb.throwaway.cron import install_cron_stand_in
from refdb.throwaway.development import open_development
from refdb.throwaway.opening import clean_cache, open_throwaway
from refdb.throwaway.source import PROVIDERS, Source
from refdb.throwaway.templates import Template
from refdb.throwaway.urls import url_of
from refdb.throwaway.value import Throwaway

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = [
    "PROVIDERS",
    "Binaries",
    "Clones",
    "Source",
    "Template",
    "Throwaway",
    "available",
    "choose",
    "clean_cache",
    "clones",
    "install_cron_stand_in",
    "open_development",
    "open_throwaway",
    "url_of",
]


class HasThrowaways(Protocol):
    """What throwaways are opened for: a project."""

    def throwaway(
        self, *, postgres: int | None, sample: int | None, empty: bool
    ) -> AbstractContextManager[Throwaway]:
        """Opens one with the project's schema in it."""


class _Room(ModuleType):
    """This room itself, which can be called."""

    def __call__(
        self,
        project: HasThrowaways,
        *,
        postgres: int | None = None,
        sample: int | None = None,
        empty: bool = False,
    ) -> AbstractContextManager[Throwaway]:
        """Opens a throwaway for a project, the same as its own method `throwaway`.

        >>> with refdb.throwaway(refdb.Project.load()) as db:
        ...     url = db.url

        Args:
            project: the project.
            postgres: major version, by default the configuration's or the newest there is.
            sample: rows of sample data; None for none.
            empty: without the schema.
        """
        return project.throwaway(postgres=postgres, sample=sample, empty=empty)


sys.modules[__name__].__class__ = _Room
