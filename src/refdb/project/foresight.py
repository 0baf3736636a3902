"""How plans change: as the data grows, and across changes of the tree or the server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import db, ledger, plans
from refdb.errors import BadRequestError
from refdb.plans import Size, compare
from refdb.plans import horizon as horizons
from refdb.project.planning import grounds, own_size
from refdb.project.revisions import at_revision, with_applied
from refdb.report.foresight import Against, Horizon, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.explain import Plan
    from refdb.project.base import Base
    from refdb.project.planning import Grounds
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
    with (
        all_sizes.at(size) as ground,
        db.failures(),
        db.connect(ground.url) as conn,
        db.connect(ground.rows_url or ground.url) as rows_in,
    ):
        verdicts = plans.check(conn, contracts, size, rows_in=rows_in)
    return ground.server, {one.contract.name: one.plan for one in verdicts if one.plan}


def against(
    project: Base,
    contracts: Sequence[Contract],
    other: str,
    *,
    size: Size | None,
    postgres: int | None,
) -> Against:
    """Answers which contracts are planned otherwise than before a change.

    Args:
        project: whose tree, as it is now.
        contracts: what to plan now; before, those of the same names.
        other: what to compare with: `postgres:15`, `target:NAME` or a git reference.
        size: what to plan at; None for the tree's own.
        postgres: major version of the throwaways.
    """
    chosen = size or own_size(project)
    names = {one.name for one in contracts}
    with grounds(project, postgres) as now:
        server, after = _plans(now, chosen, contracts)
    with _before(project, other) as (before, version):
        earlier = [one for one in before.tree.contracts if one.name in names]
        with grounds(before, version or postgres) as then:
            server_before, found = _plans(then, chosen, earlier)
    changed = compare.changes(found, after)
    places = {one.name: (one.script.file, one.script.statements[0].line) for one in contracts}
    return Against(
        other,
        (server_before, server),
        str(chosen),
        len(after),
        changed,
        tuple(compare.worsened(changed, places)),
    )


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
