"""Who would wait for each migration at production size: its locks are observed, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db, locks
from refdb.errors import RefdbError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refdb.locks import Blocks, Wait
    from refdb.tree import Migration


def find_waits(
    url: str, migrations: Sequence[Migration], *, start: int, rows: int
) -> Mapping[str, tuple[Wait, ...]]:
    """Answers who waits while each migration is applied, by its id, the longest wait first.

    Args:
        url: an empty throwaway; the migrations are applied there.
        migrations: the tree's, in order.
        start: the first that is asked about; those before it are only applied.
        rows: of every table that is there before a migration.

    Returns:
        None of a migration that cannot be applied, nor of those after it: that is another finding.
    """
    found: dict[str, tuple[Wait, ...]] = {}
    wanted = {one.id for one in migrations[start:]}
    with db.failures(), db.connect(url) as conn:
        try:
            for one in locks.observe_migrations(conn, migrations, wanted):
                waits = locks.waits(one.seen, rows, transactional=one.is_one, widths=one.widths)
                found[one.migration.id] = _longest(waits)
        except RefdbError:
            pass
    return found


def _longest(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """Of what several runs of one statement make others wait for, the longest: they come first."""
    first: dict[tuple[str, Blocks, str], Wait] = {}
    for one in waits:
        first.setdefault((one.relation, one.blocks, one.statement), one)
    return tuple(first.values())
