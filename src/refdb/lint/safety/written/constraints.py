"""How a constraint is added so that nobody waits for its proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.lint.safety import making
from refdb.lint.safety.proved import is_proved_not_null
from refdb.lint.safety.types import rewrites
from refdb.lint.safety.world import Column, Constraint, read_type, sibling, strings
from refdb.lint.safety.written.steps import ALONE, REPEATED, Step
from refdb.sqltext import LONGEST_NAME, plain

if TYPE_CHECKING:
    from refdb.lint.safety.world import Relation, World
    from refdb.lint.safety.written.pieces import Altered

_ADD = re.compile(r"^add\s+(constraint\s+(\"[^\"]+\"|\S+)\s+)?", re.IGNORECASE)
_TYPE = re.compile(
    r"alter\s+(?:column\s+)?(?:\"[^\"]+\"|\S+)\s+(?:set\s+data\s+)?type\s+(?P<type>.*?)"
    r"(?:\susing\s(?P<using>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_KEYS = {"CONSTR_PRIMARY": "primary key", "CONSTR_UNIQUE": "unique"}


@dataclass(frozen=True)
class On:
    """A table that is altered: what is known of it, the statement's pieces and commands."""

    relation: Relation
    whole: Altered
    commands: tuple[Any, ...]
    world: World

    @property
    def alter(self) -> str:
        """Answers `alter table` with the table's name."""
        return f"alter table {self.whole.table}"


@dataclass(frozen=True)
class Change:
    """What takes a command's place.

    Attributes:
        now: commands in the same statement.
        later: steps after it.
        takes_back: see Instead.
        is_mechanical: see Instead.
        undo: what takes `now` back, where the migration's rollback does not.
    """

    now: tuple[str, ...]
    later: tuple[Step, ...]
    takes_back: tuple[str, ...] = ()
    is_mechanical: bool = True
    undo: tuple[str, ...] = ()


def added(node: Any, said: str, table: On) -> Change | None:
    """Answers how to add a constraint; None where it is safe as it is."""
    kind = node.contype.name
    body = _ADD.sub("", said, count=1)
    known = Constraint(kind, making.columns_of(node), node.raw_expr)
    name = plain(node.conname or making.constraint_name(table.relation, known))
    if kind in {"CONSTR_CHECK", "CONSTR_FOREIGN"}:
        if node.skip_validation:
            table.world.texts[table.relation.name, name] = f"constraint {name} {body}"
            return None
        return not_valid(name, body, table)
    if kind == "CONSTR_NOTNULL":
        return None if node.skip_validation else not_valid(name, body, table)
    if kind not in _KEYS:
        return None
    if node.indexname:
        return _using_index(node, said, table) if kind == "CONSTR_PRIMARY" else None
    return key(name, kind, node, table)


def _using_index(node: Any, said: str, table: On) -> Change | None:
    """The columns of the index are proved not null before it becomes the primary key."""
    index = table.world.indexes.get(sibling(table.relation.name, node.indexname))
    nullable = [one for one in (index.columns if index else ()) if _is_nullable(one, table)]
    if not nullable:
        return None
    proved = [step for column in nullable for step in _proof_steps(column, table)]
    last = Step(f"{table.whole.head}\n    {said}", is_later=True)
    return Change((), (*proved, last), is_mechanical=False)


def not_valid(name: str, body: str, table: On, *, kept: tuple[str, ...] = ()) -> Change:
    """Answers a constraint that is added unproved, and proved later.

    Args:
        name: its name.
        body: what stands behind its name.
        table: where.
        kept: commands of the same statement before it.
    """
    new = f"add constraint {name} {body} not valid"
    return Change((*kept, new), (validation(name, new, table),))


def validation(name: str, new: str, table: On) -> Step:
    """Answers the proof of a constraint; taken back, it is added unproved again."""
    undo = (f"{table.alter}\n    drop constraint {name}", f"{table.alter}\n    {new}")
    return Step(
        f"{table.alter}\n    validate constraint {name}",
        is_later=True,
        undo=undo,
        word="validate",
    )


def validated(name: str, table: On) -> Change | None:
    """Answers a proof in a migration of its own, where the same file added the constraint."""
    text = table.world.texts.get((table.relation.name, plain(name)))
    if text is None:
        return None
    step = validation(plain(name), f"add {text}", table)
    return Change((), (step,))


def key(  # noqa: PLR0913 - what a key is, and where it is written
    name: str, kind: str, node: Any, table: On, *, kept: tuple[str, ...] = (), of: str = ""
) -> Change | None:
    """Answers a key whose index is built before it; None for one that is more than its columns.

    Args:
        name: its name.
        kind: pglast's word for it.
        node: its parse tree.
        table: where.
        kept: commands of the same statement before it.
        of: its only column, where it is written with that.
    """
    columns = (of,) if of else strings(node.keys)
    is_plain = not (
        node.including
        or node.options
        or node.deferrable
        or node.nulls_not_distinct
        or node.without_overlaps
        or node.where_clause
        or len(table.world.family(table.relation.name)) > 1
    )
    nullable = [one for one in columns if _is_nullable(one, table)]
    if not is_plain:
        return None
    listed = ", ".join(plain(one) for one in columns)
    build = f"create unique index {name}\n    on {table.whole.table} ({listed})"
    add = f"{table.alter}\n    add constraint {name} {_KEYS[kind]} using index {name}"
    drop = f"{table.alter}\n    drop constraint {name}"
    index = sibling(table.relation.name, name.strip('"'))
    steps = (
        Step(
            build.replace("index", "index concurrently", 1),
            ALONE,
            undo=(f"drop index concurrently {index}",),
            word="index",
        ),
        Step(add, is_later=True, undo=(drop, build), word="key"),
    )
    is_mechanical = kind != "CONSTR_PRIMARY" or not nullable
    proved = [
        step
        for column in (nullable if kind == "CONSTR_PRIMARY" else ())
        for step in _proof_steps(column, table)
    ]
    gone = () if of else (f"drop constraint {name}",)
    return Change(kept, (*proved, *steps), gone, is_mechanical)


def _is_nullable(column: str, table: On) -> bool:
    known = table.relation.columns.get(column, Column())
    return not known.is_not_null and not is_proved_not_null(table.relation, column)


def _proof_steps(column: str, table: On) -> tuple[Step, ...]:
    change = not_null(column, table)
    if change is None:
        return ()
    return (Step(f"{table.alter}\n    {change.now[0]}"), *change.later)


def not_null(column: str, table: On) -> Change | None:
    """Answers how a column is set not null by a check that was proved before."""
    if not _is_nullable(column, table):
        return None
    check = _check_name(column, table)
    body = f"check ({plain(column)} is not null)"
    change = not_valid(check, body, table)
    prove = change.later[0]
    drop = f"{table.alter}\n    drop constraint {check}"
    back = f"{table.alter}\n    alter column {plain(column)} drop not null"
    add = f"{table.alter}\n    add constraint {check} {body}"
    end = (
        Step(
            f"{table.alter}\n    alter column {plain(column)} set not null",
            is_later=True,
            undo=(back, add),
            word="not_null",
        ),
        Step(drop, word="not_null"),
    )
    gone = (f"drop not null {column}",)
    return Change(change.now, (prove, *end), gone, undo=(first_undo(column, table),))


def first_undo(column: str, table: On) -> str:
    """Answers what takes the unproved check back that `not_null` adds first."""
    return f"{table.alter}\n    drop constraint {_check_name(column, table)}"


def _check_name(column: str, table: On) -> str:
    last = table.relation.name.rpartition(".")[2].strip('"')
    return plain(f"{last}_{column}_is_not_null_check"[-LONGEST_NAME:])


def retyped(command: Any, table: On) -> Change | None:
    """Answers a column of the new type beside the old one, filled in batches, then exchanged."""
    from refdb.lint.safety.written.rewrite import batches  # noqa: PLC0415 - which asks this room

    node, world = command.def_, table.world
    old = table.relation.columns.get(command.name, Column())
    if not rewrites(old, read_type(node.typeName), node.raw_default, command.name, world):
        return None
    said = table.whole.commands[list(table.commands).index(command)]
    found = _TYPE.fullmatch(said)
    if found is None or old.type is None:
        return None
    name, new = plain(command.name), plain(f"{command.name}_new")
    value = (found["using"] or f"{name}::{found['type']}").strip()
    add = Step(f"{table.alter}\n    add column {new} {found['type'].strip()}")
    table_name = table.whole.table
    fill = batches(
        f"update {table_name}\nset {new} = {value}", table_name, f"{new} is distinct from {value}"
    )
    exchange = (
        Step(f"{table.alter}\n    drop column {name}", is_later=True),
        Step(f"{table.alter}\n    rename column {new} to {name}"),
    )
    steps = (add, Step(fill, REPEATED, is_later=True), *exchange)
    return Change((), steps, is_mechanical=False)


def attached(node: Any, said: str, table: On) -> Change | None:
    """Answers the check that lets a partition be attached without being read; for a range."""
    bound, keys = node.bound, table.relation.keys
    if bound.is_default or bound.strategy != "r" or len(keys) != 1:
        return None
    found = re.search(r"from\s*(\(.*\))\s*to\s*(\(.*\))", said, re.IGNORECASE | re.DOTALL)
    if found is None or any(type(one).__name__ == "ColumnRef" for one in bound.lowerdatums):
        return None
    column = plain(keys[0])
    child = ".".join(plain(one) for one in (node.name.schemaname, node.name.relname) if one)
    check = plain(f"{node.name.relname}_{keys[0]}_is_within_bounds_check"[-LONGEST_NAME:])
    says = f"{column} is not null and {column} >= {found[1]} and {column} < {found[2]}"
    steps = (
        Step(f"alter table {child}\n    add constraint {check} check ({says}) not valid"),
        Step(f"alter table {child}\n    validate constraint {check}", is_later=True),
        Step(f"{table.whole.head}\n    {said}", is_later=True),
        Step(f"alter table {child}\n    drop constraint {check}"),
    )
    return Change((), steps, is_mechanical=False)
