"""Writes a statement anew so that nobody waits for it: this one, with its own names and text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.lint.safety.making import index_name
from refdb.lint.safety.types import is_volatile
from refdb.lint.safety.world import columns_in, named, sibling
from refdb.lint.safety.written import columns, constraints
from refdb.lint.safety.written.pieces import after_word, altered, assignments, condition_of
from refdb.lint.safety.written.steps import ALONE, REPEATED, Instead, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.lint.safety.world import World

#: Rows of a batch: a moment's work on a table of any size.
BATCH = 5_000
_REINDEX = re.compile(
    r"(reindex\s*(?:\([^)]*\)\s*)?(?:index|table|schema|database)\s)", re.IGNORECASE
)


def rewrite(node: Any, text: str, world: World) -> Instead | None:
    """Answers what to write instead of a statement; None where nobody knows, or nothing is to be.

    Args:
        node: its parse tree.
        text: its text.
        world: what is known before it runs.
    """
    writer = _WRITERS.get(type(node).__name__)
    return writer(node, text, world) if writer is not None else None


def _index(node: Any, text: str, world: World) -> Instead | None:
    table = named(node.relation)
    if node.concurrent or world.is_new(table):
        return None
    name = sibling(table, node.idxname or index_name(node))
    if len(world.family(table)) > 1 or world.relation(table).kind == "partitioned table":
        return _partitioned(node, text, name, world) if node.relation.inh else None
    step = Step(
        after_word(text, "INDEX", "concurrently"),
        ALONE,
        undo=(f"drop index concurrently {name}",),
        word="index",
    )
    return Instead((step,), (f"drop index {name}",))


def _partitioned(node: Any, text: str, name: str, world: World) -> Instead:
    """On the parent alone, on each partition concurrently, then attached."""
    table = named(node.relation)
    only = after_word(text, "ON", "only")
    rest = re.sub(r"^.*?\bon\s+\S+", "", text, count=1, flags=re.IGNORECASE | re.DOTALL)
    leaves = [one for one in world.leaves(table) if one.name != table]
    plain = name.rpartition(".")[2]
    own = [f"{one.name.rpartition('.')[2]}_{plain}" for one in leaves]
    unique = "unique " if node.unique else ""
    builds = [
        Step(f"create {unique}index concurrently {index} on {leaf.name}{rest}", ALONE)
        for index, leaf in zip(own, leaves, strict=True)
    ]
    attached = [
        Step(
            f"alter index {name} attach partition {sibling(leaf.name, index)}", is_later=not number
        )
        for number, (index, leaf) in enumerate(zip(own, leaves, strict=True))
    ]
    return Instead((Step(only), *builds, *attached), is_mechanical=False)


def _reindex(node: Any, text: str, _: World) -> Instead | None:
    if any(one.defname == "concurrently" for one in node.params or ()):
        return None
    return Instead((Step(_REINDEX.sub(r"\1concurrently ", text, count=1), ALONE, word="reindex"),))


def _refresh(node: Any, text: str, world: World) -> Instead | None:
    name = named(node.relation)
    keys = (one for one in world.indexes_of(name) if one.is_unique and not one.is_partial)
    if node.concurrent or node.skipData or not any(all(one.columns) for one in keys):
        return None
    return Instead((Step(after_word(text, "VIEW", "concurrently")),))


def _update(node: Any, text: str, world: World) -> Instead | None:
    if node.fromClause or node.withClause or node.returningClause or node.relation.alias:
        return None
    table = named(node.relation)
    head, parts, condition = assignments(text)
    changed = {one.name for one in node.targetList}
    values = [one.partition("=") for one in parts]
    is_settled = all(
        one.indirection is None
        and type(one.val).__name__ not in {"MultiAssignRef", "SetToDefault"}
        and not changed & set(columns_in(one.val))
        and not is_volatile(one.val, world)
        for one in node.targetList
    )
    if not is_settled or world.is_new(table):
        return None
    differs = " or ".join(f"{one.strip()} is distinct from {to.strip()}" for one, _, to in values)
    set_to = ",\n    ".join(parts)
    where = _both(condition, differs)
    return Instead((_batches(f"{head}\nset {set_to}", table, where),))


def _both(condition: str, differs: str) -> str:
    if not condition:
        return differs
    either = f"({differs})" if " or " in differs else differs
    return f"({condition})\n        and {either}"


def _delete(node: Any, text: str, world: World) -> Instead | None:
    if node.usingClause or node.withClause or node.returningClause or node.relation.alias:
        return None
    table = named(node.relation)
    if world.is_new(table):
        return None
    head = f"delete from {table}"  # noqa: S608 - it is written, not run
    return Instead((_batches(head, table, condition_of(text)),))


def _batches(head: str, table: str, where: str) -> Step:
    return Step(batches(head, table, where), REPEATED, is_later=True, word="batches")


def batches(head: str, table: str, where: str) -> str:
    """Answers a statement that changes some rows, to be repeated until it changes none."""
    condition = f"    where {where}\n" if where else ""
    some = f"    select ctid\n    from {table}\n{condition}    limit {BATCH}\n"  # noqa: S608 - as above
    return f"{head}\nwhere ctid = any (array(\n{some}))"


def _alter(node: Any, text: str, world: World) -> Instead | None:
    """Each command that has another way goes that way; the others stay together."""
    name = named(node.relation)
    if node.objtype.name != "OBJECT_TABLE" or world.is_new(name):
        return None
    whole = altered(text)
    if len(whole.commands) != len(node.cmds):
        return None
    table = constraints.On(world.relation(name), whole, node.cmds, world)
    changes = [_change(command, number, table) for number, command in enumerate(node.cmds)]
    if not any(changes):
        return None
    now = [
        piece
        for change, said in zip(changes, whole.commands, strict=True)
        for piece in ((said,) if change is None else change.now)
    ]
    found = [change for change in changes if change is not None]
    undo = tuple(text for one in found for text in one.undo)
    first = [Step(_list(whole.head, now), undo=undo)]
    return Instead(
        (*(first if now else ()), *(step for one in found for step in one.later)),
        tuple(gone for one in found for gone in one.takes_back),
        all(one.is_mechanical for one in found),
    )


def _list(head: str, pieces: list[str]) -> str:
    said = ",\n    ".join(pieces)
    return f"{head}\n    {said}"


def _change(command: Any, number: int, table: constraints.On) -> constraints.Change | None:
    said, start = table.whole.commands[number], table.whole.starts[number]
    changes: dict[str, Callable[[], constraints.Change | None]] = {
        "AT_AddConstraint": lambda: constraints.added(command.def_, said, table),
        "AT_SetNotNull": lambda: constraints.not_null(command.name, table),
        "AT_AlterColumnType": lambda: constraints.retyped(command, table),
        "AT_AddColumn": lambda: columns.added(command.def_, said, start, table),
        "AT_AttachPartition": lambda: constraints.attached(command.def_, said, table),
        "AT_ValidateConstraint": lambda: constraints.validated(command.name, table),
    }
    change = changes.get(command.subtype.name)
    return None if change is None else change()


_WRITERS: dict[str, Callable[[Any, str, World], Instead | None]] = {
    "AlterTableStmt": _alter,
    "DeleteStmt": _delete,
    "IndexStmt": _index,
    "RefreshMatViewStmt": _refresh,
    "ReindexStmt": _reindex,
    "UpdateStmt": _update,
}
