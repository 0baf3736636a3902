"""How plans change: as the data grows, and across changes of the tree or the server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb import ledger, plans
from refdb.errors import BadRequestError
from refdb.plans import Size, compare
from refdb.plans import audit as audits
from refdb.plans import horizon as horizons
from refdb.project.planning import connected, grounds
from refdb.project.revisions import at_revision, with_applied
from refdb.report.foresight import Against, Horizon, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.db import Connection
    from refdb.explain import Plan
    from refdb.plans.audit import Planned, Statement
    from refdb.project.base import Base
    from refdb.project.planning import Grounds
    from refdb.statistics import StatisticsSet
    from refdb.tree import Contract

# How often the gaps in which a plan changes are looked into, and how many of them at once.
_ROUNDS, _GAPS = 3, 4


def horizon(
    project: Base, contracts: Sequence[Contract], most: int, postgres: int | None
) -> Horizon:
    """Answers where each contract's plan changes as the data grows.

    Args:
        project: whose tree.
        contracts: what to plan.
        most: the most rows to look at.
        postgres: major version of the throwaway.

    Raises:
        BadRequestError: the tree has no sample data, from which sizes are made.
    """
    seen: dict[str, dict[int, Plan]] = {one.name: {} for one in contracts}
    sizes: tuple[int, ...] = (*(one for one in horizons.SIZES if one < most), most)
    asked: set[int] = set()
    with grounds(project, postgres) as all_sizes:
        for _ in range(_ROUNDS):
            for rows in sizes:
                server = _look(all_sizes, Size(rows=rows), contracts, seen)
            asked |= set(sizes)
            sizes = tuple(set(horizons.next_sizes(seen.values(), _GAPS)) - asked)
            if not sizes:
                break
    lines = tuple(Line(name, horizons.eras(found)) for name, found in seen.items() if found)
    return Horizon(server, min(asked), max(asked), len(asked), lines)


def _look(
    all_sizes: Grounds,
    size: Size,
    contracts: Sequence[Contract],
    seen: Mapping[str, dict[int, Plan]],
) -> str:
    server, found = _plans(all_sizes, size, contracts)
    for name, plan in found.items():
        seen[name][size.rows] = plan
    return server


def _plans(
    all_sizes: Grounds, size: Size, contracts: Sequence[Contract]
) -> tuple[str, dict[str, Plan]]:
    with all_sizes.at(size) as ground, connected(ground) as (conn, rows_in):
        return ground.server, _of_contracts(conn, rows_in, contracts, size)


def _of_contracts(
    conn: Connection, rows_in: Connection, contracts: Sequence[Contract], size: Size
) -> dict[str, Plan]:
    verdicts = plans.check(conn, contracts, size, rows_in=rows_in)
    return {one.contract.name: one.plan for one in verdicts if one.plan}


@dataclass(frozen=True)
class _Side:
    """What is planned on one side: contracts by name, statements by what they are."""

    server: str
    contracts: Mapping[str, Plan]
    statements: Mapping[str, Planned]


def against(  # noqa: PLR0913 - each is named where it is given
    project: Base,
    contracts: Sequence[Contract],
    other: str,
    *,
    size: Size,
    audit: bool,
    postgres: int | None,
) -> Against:
    """Answers what is planned otherwise than before a change.

    Args:
        project: whose tree, as it is now.
        contracts: what to plan now; before, those of the same names.
        other: what to compare with: `postgres:15`, `target:NAME` or a git reference.
        size: what to plan at.
        audit: compare every statement of the schema as well, that is there on both sides.
        postgres: major version of the throwaways.
    """
    names = {one.name for one in contracts}
    with grounds(project, postgres) as all_sizes:
        common = all_sizes.statistics(
            size
        )  # what differs is the schema or the server, not the data
        now = _side(all_sizes, contracts, size, common, audit=audit)
    with _before(project, other) as (before, version):
        earlier = [one for one in before.tree.contracts if one.name in names]
        with grounds(before, version or postgres) as all_sizes:
            then = _side(all_sizes, earlier, size, common, audit=audit)
    changed = compare.changes(then.contracts, now.contracts)
    both = then.statements.keys() & now.statements.keys()
    places = {one.name: (one.script.file, one.script.statements[0].line) for one in contracts}
    named = {key: _named(now.statements[key].statement) for key in both}
    places |= {named[key]: _place(now.statements[key].statement) for key in both}
    changed += compare.changes(
        {named[key]: then.statements[key].plan for key in both},
        {named[key]: now.statements[key].plan for key in both},
    )
    return Against(
        other,
        (then.server, now.server),
        str(size),
        len(now.contracts) + len(both),
        changed,
        tuple(compare.worsened(changed, places)),
    )


def _side(
    all_sizes: Grounds,
    contracts: Sequence[Contract],
    size: Size,
    common: StatisticsSet,
    *,
    audit: bool,
) -> _Side:
    with all_sizes.on(common, size) as ground, connected(ground) as (conn, rows_in):
        found = _of_contracts(conn, rows_in, contracts, size)
        planned = (
            audits.audit(conn, audits.places_of(all_sizes.project.tree)).planned if audit else ()
        )
    statements = {f"{one.statement.object}: {one.statement.text}": one for one in planned}
    return _Side(ground.server, found, statements)


def _named(one: Statement) -> str:
    return f"{one.object} line {one.line}" if one.line else one.object


def _place(one: Statement) -> tuple[str, int]:
    return one.file, one.line


@contextmanager
def _before(project: Base, other: str) -> Iterator[tuple[Base, int | None]]:
    """Answers the other side, and the major version of its server where that is what differs."""
    kind, colon, name = other.partition(":")
    if colon and kind == "postgres":
        if not name.isdecimal():
            raise BadRequestError(
                f"{name!r} is no version of PostgreSQL", hint="Write --against postgres:15."
            )
        yield project, int(name)
    elif colon and kind == "target":
        with replace(project, target=name or None).connected() as (conn, where):
            applied = ledger.read(conn).by_id
        yield with_applied(project, applied, where), None
    else:
        with at_revision(project, other) as earlier:
            yield earlier, None
