"""Looks at migrations: by their text, on a throwaway, and with squawk; makes findings of it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.findings import Finding, Level
from refdb.lint.safety import squawk
from refdb.lint.safety.judge import Sizes, Told, judge
from refdb.lint.safety.measure import Measured, measure
from refdb.lint.safety.places import settings
from refdb.lint.safety.told import is_certain, read
from refdb.lint.safety.used import corrected
from refdb.lint.safety.world import World
from refdb.locks import Blocks, Observation
from refdb.sqltext import position_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from refdb.lint.checkers import Ground
    from refdb.lint.safety.places import Settings
    from refdb.lint.safety.told import Read
    from refdb.locks import Observed
    from refdb.tree import Migration

NEWEST = 18
# Statements that may do another thing elsewhere: what an empty throwaway shows is not all.
_CONDITIONAL = frozenset(("DoStmt", "CallStmt", "SelectStmt"))
_USUAL_ROWS = {"*": 1_000_000}


def look(
    migrations: Sequence[Migration],
    wanted: Collection[str],
    ground: Ground,
    measuring: Callable[[Ground, Sequence[Migration], Collection[str]], Measured] = measure,
) -> Mapping[str, tuple[Finding, ...]]:
    """Answers the findings of the migrations that are asked about, by their ids.

    Args:
        migrations: the tree's, in order.
        wanted: the ids of those that are asked about; those that are history have no findings.
        ground: the settings, and throwaways.
        measuring: observes migrations.
    """
    said = settings(ground)
    asked = _judged(migrations, wanted, said)
    texts = _read(migrations, asked, ground)
    unsure = {name for name, found in texts.items() if not all(map(is_certain, found))}
    measured = measuring(ground, migrations, unsure & asked)
    found: dict[str, list[Finding]] = defaultdict(list)
    for migration in migrations:
        if migration.id in asked and migration.id in texts:
            one = measured.by_id.get(migration.id)
            found[migration.id] += _findings(migration, texts[migration.id], one, ground, said)
    for migration, finding in _by_squawk(migrations, texts, asked, ground):
        place = (finding.rule, finding.line)  # what others found there is said in better words
        kept = [one for one in found[migration.id] if (one.rule, one.line) != place]
        found[migration.id] = [*kept, finding]
    _say_what_was_not_measured(migrations, unsure & asked, measured, found)
    return {name: tuple(sorted(ones, key=_place)) for name, ones in found.items()}


def _judged(migrations: Sequence[Migration], wanted: Collection[str], said: Settings) -> set[str]:
    ids = [one.id for one in migrations]
    first = ids.index(said.history) + 1 if said.history in ids else 0
    return set(ids[first:]) & set(wanted)


def _read(
    migrations: Sequence[Migration], asked: Collection[str], ground: Ground
) -> dict[str, tuple[Read, ...]]:
    """Every migration up to the last that is asked about; what cannot be read is left out."""
    world = World(major=ground.postgres or NEWEST)
    found: dict[str, tuple[Read, ...]] = {}
    left = len(asked)
    for migration in migrations:
        if not left:
            break
        left -= migration.id in asked
        try:
            found[migration.id] = read(migration, world)
        except BadTreeError:
            continue
    return found


def _findings(
    migration: Migration,
    reads: Sequence[Read],
    seen: Observed | None,
    ground: Ground,
    said: Settings,
) -> Iterator[Finding]:
    rows = {**_USUAL_ROWS, **ground.rows}
    sizes = Sizes(rows, seen.widths if seen is not None else {})
    for number, one in enumerate(reads):
        observed = _observed(seen, number, sizes)
        told = [_told(one, None)]
        if observed is not None:
            told.insert(0, _told(one, observed))
        if observed is not None and not _may_differ(one):
            told.pop()
        findings = [list(judge(migration, [each], sizes)) for each in told]
        yield from next((ones for ones in findings if ones), [])
        yield from _without_timeout(migration, one, observed, said)


def _may_differ(one: Read) -> bool:
    return one.hangs_on_zone or type(one.node).__name__ in _CONDITIONAL


def _told(one: Read, seen: Observation | None) -> Told:
    return Told(
        one.statement,
        one.seen if seen is None else seen,
        one.workers[0] if one.workers else None,
        one.writes,
        one.locks_itself,
        seen is not None,
        one.instead,
    )


def _observed(seen: Observed | None, number: int, sizes: Sizes) -> Observation | None:
    """What was observed of a statement; of a repeated one the run that did most."""
    if seen is None or not seen.seen:
        return None
    if len(seen.migration.apply.statements) > 1:
        return seen.seen[number]
    return max(seen.seen, key=lambda one: sum(sizes.rows_of(read.relation) for read in one.reads))


def _without_timeout(
    migration: Migration, one: Read, observed: Observation | None, said: Settings
) -> Iterator[Finding]:
    """A statement that others wait behind, and that itself waits for as long as it takes."""
    default = said.lock_timeout if migration.transactional else "0"
    timeout = migration.apply.header.get("lock_timeout", default)
    if timeout.strip().rstrip("smhin ") not in {"0", ""}:
        return
    seen = observed or one.seen
    kinds = {lock.table: lock.kind for lock in seen.locks}
    blocked = [
        f"{blocks.value} on {name}"
        for name, blocks in seen.blocks.items()
        if blocks.rank >= Blocks.WRITES.rank and kinds.get(name) != "materialized view"
    ]
    if not blocked:
        return
    line, column = position_of(migration.apply.served.sql, one.statement.start)
    yield Finding(
        "safety/lock-timeout",
        migration.id,
        f"waits without an end for its lock, and {', '.join(blocked[:3])} wait behind it",
        Level.WARNING,
        migration.apply.file,
        line,
        "Add `-- lock_timeout: 5s` to the header.",
        column,
    )


def _by_squawk(
    migrations: Sequence[Migration],
    texts: Mapping[str, Sequence[Read]],
    asked: Collection[str],
    ground: Ground,
) -> Iterator[tuple[Migration, Finding]]:
    program = squawk.program()
    by_path = {
        str(ground.root / one.apply.file): one
        for one in migrations
        if one.id in asked and one.id in texts and squawk.is_worth_it(one.apply.text)
    }
    if program is None:
        return
    for transactional in (True, False):
        paths = [Path(path) for path, one in by_path.items() if one.transactional is transactional]
        major = ground.postgres or NEWEST
        for found in squawk.run(program, paths, major, transactional=transactional):
            migration = by_path[found.path]
            finding = corrected(found, migration, texts[migration.id])
            if finding is not None:
                yield migration, finding


def _say_what_was_not_measured(
    migrations: Sequence[Migration],
    unsure: Collection[str],
    measured: Measured,
    found: dict[str, list[Finding]],
) -> None:
    """Once for all of them."""
    missing = [one for one in migrations if one.id in unsure and one.id not in measured.by_id]
    notes = []
    if missing:
        notes.append((f"was not measured, nor what comes after it: {measured.why_not}", _INSTALL))
    if squawk.program() is None and found:
        missing = missing or [one for one in migrations if one.id in found]
        notes.append(("was not looked at by squawk, which is not installed", _INSTALL))
    for message, hint in notes:
        one = missing[0]
        found[one.id].append(
            Finding("safety/not-measured", one.id, message, Level.NOTE, one.apply.file, 1, hint, 1)
        )


_INSTALL = "Type `pip install refdb[lint,embedded]`; until then the text alone is judged."


def _place(one: Finding) -> tuple[int, int, str]:
    return one.line, one.column, one.rule
