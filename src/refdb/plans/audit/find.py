"""Every SQL statement inside a schema, found in its definitions. Asks no server."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from refdb.plans.audit import functions, others
from refdb.plans.audit.triggers import fired_by
from refdb.plans.audit.types import Types
from refdb.plans.audit.values import Statement, Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry, Snapshot
    from refdb.plans.audit.places import Places
    from refdb.plans.audit.triggers import Fired

_CHANGES = ("insert", "update", "delete")


class Found(NamedTuple):
    """What is inside a schema.

    Attributes:
        statements: what can be planned.
        unchecked: what cannot.
    """

    statements: tuple[Statement, ...]
    unchecked: tuple[Unchecked, ...]


def find(snapshot: Snapshot, places: Places) -> Found:
    """Answers every statement inside functions, views, policies and foreign-key checks.

    Args:
        snapshot: the schema.
        places: where its parts are defined.
    """
    types = Types(snapshot)
    found = list(
        chain(
            _of_functions(snapshot, types, places),
            others.of_views(snapshot, places),
            others.of_policies(snapshot, places),
            others.of_keys(snapshot, types, places),
        )
    )
    return Found(
        tuple(one for one in found if isinstance(one, Statement)),
        tuple(dict.fromkeys(one for one in found if isinstance(one, Unchecked))),
    )


def _of_functions(
    snapshot: Snapshot, types: Types, places: Places
) -> Iterator[Statement | Unchecked]:
    triggers = fired_by(snapshot)
    guarded = any(one.get("row_security") for one in snapshot.of_kind("table"))
    for entry in snapshot.of_kind("function", "procedure"):
        of_entry = triggers.get(f"{entry.schema}.{entry.name}") or (None,)
        for fired in of_entry:
            roles = _roles(snapshot, entry, fired) if guarded else ()
            given = functions.read_function(entry, fired, roles)
            yield from functions.statements_of(given, types, places)


def _roles(snapshot: Snapshot, entry: Entry, fired: Fired | None) -> tuple[str, ...]:
    """Answers who runs a function: policies bind everybody but the tables' owner.

    A definer's function is its owner's; a trigger's is run by whoever changes the table.
    """
    if entry.get("security_definer"):
        return (str(entry.get("owner")),)
    if fired is None:
        return others.roles_of(entry, "execute")
    table = snapshot.entries.get(f"table {fired.table}")
    return others.roles_of(table, *_CHANGES) if table else ()
