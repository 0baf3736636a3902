"""What lies between two images: pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refdb.locks.modes import Mode, strongest
from refdb.locks.values import FullRead, IndexBuild, Lock, Observation, Rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refdb.locks.image import ForeignKey, Image
    from refdb.locks.values import Relation

_READABLE = frozenset(("table", "materialized view"))


@dataclass(frozen=True)
class Step:
    """One statement between two images.

    Attributes:
        existing: what existed before the migration began.
        before: how things stood before the statement.
        after: how they stand after it.
        proved: the foreign keys that it has proved.
    """

    existing: Image
    before: Image
    after: Image
    proved: frozenset[ForeignKey] = frozenset()

    @cached_property
    def changed(self) -> tuple[Relation, ...]:
        """Answers what is new, has another name or file, or was scanned, by name."""
        then = self.before.relations
        now = self.after.relations
        # Most relations are the same object: a statement is to cost what it touches.
        changed = [
            one for oid, one in now.items() if one is not (old := then.get(oid)) and one != old
        ]
        return tuple(sorted(changed, key=lambda one: one.name))


def compare(statement: str, step: Step, *, is_complete: bool = True) -> Observation:
    """Answers what a statement did to what existed before the migration.

    Args:
        statement: its text.
        step: how things stood before and after it.
        is_complete: see Observation.
    """
    rewrites, builds = _new_files(step)
    emptied = {one.relation for one in rewrites if one.is_emptied}
    return Observation(
        statement,
        locks=tuple(_locks(step)),
        rewrites=tuple(one for one in rewrites if one.is_emptied or one.table not in emptied),
        builds=builds,
        reads=tuple(_reads(step, {one.relation for one in rewrites})),
        is_complete=is_complete,
    )


def has_read(step: Step) -> bool:
    """Answers whether something that existed was read, so that a foreign key may be proved."""
    return any(_scans(step, one) > 0 for one in step.changed)


def _locks(step: Step) -> Iterable[Lock]:
    relations = step.existing.relations
    for oid, modes in sorted(step.after.locks.items(), key=lambda item: _name(step, item[0])):
        if oid in relations:
            one, earlier = relations[oid], step.before.locks.get(oid, frozenset[Mode]())
            table = relations[one.table].name if one.table in relations else one.name
            for mode in strongest(modes):
                yield Lock(one.name, one.kind, mode, table, is_new=mode not in earlier)


def _name(step: Step, oid: int) -> str:
    return step.existing.relations[oid].name if oid in step.existing.relations else ""


def _new_files(step: Step) -> tuple[tuple[Rewrite, ...], tuple[IndexBuild, ...]]:
    """What has a new file; a type change makes an index anew that can keep its old file."""
    if not step.changed:
        return (), ()
    known, files = step.existing.relations, step.before.files
    indexes = {one.name for one in known.values() if one.kind == "index"}
    rewrites: list[Rewrite] = []
    builds: list[IndexBuild] = []
    for one in step.changed:
        if one.file in files or not one.file or one.table not in known or one.kind == "sequence":
            continue
        name = known[one.oid].name if one.oid in known else one.name
        table = known[one.table].name
        if one.oid in known or name in indexes:
            rewrites.append(Rewrite(name, one.kind, table, is_emptied=_is_emptied(step, one)))
        else:
            builds.append(IndexBuild(table, name))
    return tuple(rewrites), tuple(builds)


def _is_emptied(step: Step, now: Relation) -> bool:
    """Whether a table's new file was begun empty: nothing read the old one.

    Each of its indexes is built anew by one scan, of the new file; a copy needs one more, of the
    table or of the index that gives the order. A move to another tablespace copies blocks.
    """
    if now.kind != "table" or now.space != step.before.relations[now.oid].space:
        return False
    parts = [one for one in step.changed if one.table == now.oid]
    # By name: an index over a column of another type is another index of the same name.
    built = {one.name for one in parts if one.kind == "index" and one.file not in step.before.files}
    return sum(_scans(step, one) for one in parts) <= len(built)


def _scans(step: Step, one: Relation) -> int:
    return _delta(one, step.before.relations, step.after.relations)[0]


def _delta(
    one: Relation, before: Mapping[int, Relation], after: Mapping[int, Relation]
) -> tuple[int, int]:
    """How many more scans there are of a relation, and rows out of them."""
    if one.oid not in after:
        return 0, 0
    now, then = after[one.oid], before.get(one.oid)
    if then is None:
        return now.scans, now.rows
    return now.scans - then.scans, now.rows - then.rows


def _reads(step: Step, rewritten: set[str]) -> Iterable[FullRead]:
    """What was scanned; what a foreign key was proved against is read through an index at times."""
    known = step.existing.relations
    found = {
        one.oid
        for one in step.changed
        if one.oid in known and one.kind in _READABLE and _scans(step, one) > 0
    }
    found |= {key.references for key in step.proved if key.table in found} & known.keys()
    for one in sorted((known[oid] for oid in found), key=lambda one: one.name):
        is_filled_anew = one.kind == "materialized view" and one.name in rewritten
        if not is_filled_anew and not _was_emptied(step, one):
            _, rows = _delta(one, step.before.relations, step.after.relations)
            yield FullRead(one.name, rows)


def _was_emptied(step: Step, one: Relation) -> bool:
    now = step.after.relations.get(one.oid)
    has_new_file = now is not None and now.file not in {0, *step.before.files}
    return has_new_file and now is not None and _is_emptied(step, now)
