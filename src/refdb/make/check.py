"""Files = migrations: whether the sum of the migrations is what the object files say. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.diff import Level as HowMuch
from refdb.diff import diff
from refdb.findings import Finding, Level
from refdb.make.managed import managed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Snapshot
    from refdb.diff import Change
    from refdb.make.files import World


def disagreements(migrated: Snapshot, world: World) -> tuple[Finding, ...]:
    """Answers what the migrations give and the object files do not, and the other way round.

    Args:
        migrated: what the migrations give.
        world: what the object files say.
    """
    return (*_without_file(world), *_different(migrated, world))


def _without_file(world: World) -> Iterator[Finding]:
    for key in sorted(managed(world.snapshot) - world.files.keys()):
        yield Finding(
            "make/no-file",
            key,
            "has no object file, and a table needs it, so it cannot be dropped for that",
            hint="Write its file, or a migration that takes it out of the table: `refdb new NAME`.",
        )


def _different(migrated: Snapshot, world: World) -> Iterator[Finding]:
    for change in diff(migrated, world.snapshot):
        file = world.files.get(change.key)
        yield Finding(
            "make/disagree",
            change.key,
            f"the migrations give something else than the object files: {change.line()}",
            Level.WARNING if change.level is HowMuch.COSMETIC else Level.ERROR,
            file=file.script.file if file else "",
            hint=_hint(change, world),
        )


def _hint(change: Change, world: World) -> str:
    if change.key in world.files or change.key in managed(world.snapshot):
        return "Make the migration: `refdb make NAME`."
    return "Make the migration that drops it: `refdb make NAME`; or write its object file."
