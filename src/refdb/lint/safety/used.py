"""Corrects what squawk found by what the tree knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.findings import Finding
from refdb.lint.safety.rules import BY_WORDS
from refdb.lint.safety.squawk_rules import FINDERS
from refdb.lint.safety.world import named
from refdb.lint.safety.written.pieces import view_in_place
from refdb.sqltext import plain, position_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.lint.safety.squawk import Found
    from refdb.lint.safety.told import Read
    from refdb.tree import Migration

_GIVES_A_VALUE = frozenset(("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"))


def corrected(found: Found, migration: Migration, reads: Sequence[Read]) -> Finding | None:
    """Answers squawk's finding as refdb's, None where the tree knows better.

    Args:
        found: what squawk found.
        migration: in which.
        reads: its statements, as their text tells them.
    """
    text = migration.apply.served.sql
    places = [position_of(text, one.statement.start) for one in reads]
    before = [number for number, place in enumerate(places) if place <= (found.line, found.column)]
    if not before:
        return None
    number = before[-1]
    words = FINDERS[found.rule]
    told = _SAYERS[words](migration, reads, number)
    if told is None:
        return None
    line, column = places[number]
    rule = BY_WORDS[words]
    return Finding(
        rule.name, migration.id, told[0], rule.level, migration.apply.file, line, told[1], column
    )


def _is_old(one: Read) -> bool:
    """Whether the statement locks something that was there before the migration."""
    return one.locks_itself


def _rename(migration: Migration, reads: Sequence[Read], number: int) -> tuple[str, str] | None:
    one = reads[number]
    node = one.node
    if not _is_old(one) or migration.apply.header.get("phase") == "contract":
        return None
    if type(node).__name__ != "RenameStmt":
        return None
    table = named(node.relation)
    if node.renameType.name == "OBJECT_TABLE":
        if any(_is_view_named(later.node, table) for later in reads[number + 1 :]):
            return None
        old, new = node.relation.relname, node.newname
        schema = table.rpartition(".")[0]
        view = view_in_place(table, f"{schema}.{plain(new)}")
        hint = (
            f"Give it a view of its old name in this file: `{view}` and drop that when nobody uses"
            f" {old} any more."
        )
        return f"what runs meanwhile does not find {table} any more", hint
    old, new = plain(node.subname), plain(node.newname)
    hint = (
        f"Add {new} beside it, write both, and drop {old} in a later migration with"
        " `-- phase: contract`."
    )
    return f"what runs meanwhile does not find {table}.{old} any more", hint


def _is_view_named(node: Any, name: str) -> bool:
    return type(node).__name__ == "ViewStmt" and named(node.view) == name


def _required(_: Migration, reads: Sequence[Read], number: int) -> tuple[str, str] | None:
    one = reads[number]
    if not _is_old(one) or type(one.node).__name__ != "AlterTableStmt":
        return None
    for command in one.node.cmds:
        column = command.def_
        if command.subtype.name != "AT_AddColumn":
            continue
        kinds = {constraint.contype.name for constraint in column.constraints or ()}
        if kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"} and not kinds & _GIVES_A_VALUE:
            table, name = named(one.node.relation), plain(column.colname)
            hint = (
                f"Give {name} a default; or leave `not null` out, fill {name} in batches, and set"
                " it not null in a later migration."
            )
            return f"fails where {table} has rows: they have no value for {name}", hint
    return None


def _truncate(_: Migration, reads: Sequence[Read], number: int) -> tuple[str, str] | None:
    one = reads[number]
    if not _is_old(one) or type(one.node).__name__ != "TruncateStmt":
        return None
    given = {named(table) for table in one.node.relations}
    more = [table.relation for table in one.seen.rewrites if table.relation not in given]
    emptied = f": {', '.join(more)}" if more else ""
    return (
        f"empties every table that references {', '.join(sorted(given))}{emptied}",
        f"Name them: `truncate {', '.join([*sorted(given), *more])}`, without cascade.",
    )


_SAYERS = {"rename": _rename, "required-column": _required, "truncate-cascade": _truncate}
