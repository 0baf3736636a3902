"""Applies migrations on an empty throwaway and observes those that are asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refdb import db, locks
from refdb.errors import RefdbError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from refdb.lint.checkers import Ground
    from refdb.locks import Observed
    from refdb.tree import Migration


@dataclass(frozen=True)
class Measured:
    """What was observed.

    Attributes:
        by_id: by the migrations' ids; those that could not be are missing.
        why_not: why some are missing; empty where none is.
        major: the server's major version; None where there was none.
    """

    by_id: Mapping[str, Observed] = field(default_factory=dict)
    why_not: str = ""
    major: int | None = None


def measure(ground: Ground, migrations: Sequence[Migration], wanted: Collection[str]) -> Measured:
    """Answers what the migrations that are asked about do on a throwaway.

    Args:
        ground: opens the throwaway.
        migrations: the tree's, in order.
        wanted: the ids of those that are asked about.
    """
    if not wanted:
        return Measured()
    try:
        with ground.throwaway(empty=True) as url:
            return _measured(url, migrations, wanted)
    except RefdbError as error:
        return Measured(why_not=error.message)


def _measured(url: str, migrations: Sequence[Migration], wanted: Collection[str]) -> Measured:
    found: dict[str, Observed] = {}
    with db.connect(url) as conn:
        major = conn.info.server_version // 10_000
        try:
            for one in locks.observe_migrations(conn, migrations, wanted):
                found[one.migration.id] = one
        except RefdbError as error:
            return Measured(found, f"{error.file or 'a migration'}: {error.message}", major)
    return Measured(found, "", major)
