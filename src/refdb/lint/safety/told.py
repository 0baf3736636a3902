"""Reads migrations one after the other: what each statement does by its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.lint.safety.effects import Effects
from refdb.lint.safety.statements import run
from refdb.lint.safety.written.rewrite import rewrite
from refdb.locks import Blocks
from refdb.locks.modes import blocks
from refdb.sqltext import parsed
from refdb.tree import read_repeat

if TYPE_CHECKING:
    from refdb.lint.safety.world import World
    from refdb.lint.safety.written.steps import Instead
    from refdb.locks import Mode, Observation
    from refdb.sqltext import Statement
    from refdb.tree import Migration


@dataclass(frozen=True)
class Read:
    """A statement as its text tells it.

    Attributes:
        statement: it, with its place.
        node: its parse tree.
        seen: what it does.
        workers: the parse trees of what reads or writes whole tables in it.
        writes: tables of which it may change every row.
        locks_itself: whether it takes a lock itself that others' writes wait for.
        hangs_on_zone: what it does is another thing in another time zone.
        instead: what to write in its place; None where nobody knows.
    """

    statement: Statement
    node: Any
    seen: Observation
    workers: tuple[Any, ...]
    writes: tuple[str, ...]
    locks_itself: bool
    hangs_on_zone: bool
    instead: Instead | None


def read(migration: Migration, world: World) -> tuple[Read, ...]:
    """Answers what a migration's statements do; the world is then as they leave it.

    Raises:
        BadTreeError: it cannot be read.
    """
    world.now += 1
    world.zone = ""
    world.texts.clear()
    is_one = migration.transactional and read_repeat(migration.apply) is None
    held: dict[str, set[Mode]] = {}
    found = []
    for statement in migration.apply.statements:
        if not is_one:
            held = {}
        found.append(_read(statement, world, held))
    return tuple(found)


def _read(statement: Statement, world: World, held: dict[str, set[Mode]]) -> Read:
    node = parsed(statement.text)
    instead = rewrite(node, statement.text, world)
    effects = Effects(world)
    run(node, effects)
    seen = effects.observation(statement.text, held)
    return Read(
        statement,
        node,
        seen,
        tuple(effects.workers),
        tuple(dict.fromkeys(effects.writes)),
        any(blocks(modes).rank >= Blocks.WRITES.rank for modes in effects.locks.values()),
        effects.hangs_on_zone,
        instead,
    )


def is_certain(one: Read) -> bool:
    """Answers whether a look at a throwaway could tell nothing more.

    Nobody waits for anything by its text, and nothing in it is run that the text does not show.
    """
    calm = Blocks.SCHEMA_CHANGES.rank
    return one.seen.is_complete and all(one.rank <= calm for one in one.seen.blocks.values())
