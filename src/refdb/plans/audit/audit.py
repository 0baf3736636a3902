"""Audits a schema: finds every statement in it, plans each, judges the plans."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import catalog, db
from refdb.findings import Finding, Level, excepted, is_like
from refdb.plans.audit import indexes
from refdb.plans.audit.ask import Planner
from refdb.plans.audit.find import find
from refdb.plans.audit.judge import Facts, judge
from refdb.plans.audit.values import Limits, Planned, Unchecked
from refdb.plans.check import check
from refdb.plans.relations import read_relations
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.plans.audit.places import Places
    from refdb.tree import Contract

_KEY = "foreign key"
_RULES = "audit/"
_ANY_SIZE = frozenset(f"audit/{one}-index" for one in ("unused", "duplicate", "overlapping"))


@dataclass(frozen=True)
class Audited:
    """What an audit found.

    Attributes:
        findings: what is wrong, and exceptions that except nothing.
        ignored: what is wrong and left alone, with the reason.
        dormant: keys of exceptions for what is there, and is not much at this size.
        planned: every statement that was planned.
        unchecked: every statement that could not be.
        limits: from where on something is much.
        duration_ms: milliseconds that it took.
    """

    findings: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, str], ...]
    dormant: tuple[str, ...]
    planned: tuple[Planned, ...]
    unchecked: tuple[Unchecked, ...]
    limits: Limits
    duration_ms: float


def audit(
    conn: Connection,
    places: Places,
    *,
    contracts: Sequence[Contract] = (),
    ignore: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Audited:
    """Audits a database that plans as the wanted size does. Runs no statement, changes nothing.

    Args:
        conn: a connection, in a transaction or not; a superuser's plans statements as their roles.
        places: where the schema's parts are defined.
        contracts: queries from outside the schema, whose indexes are in use too.
        ignore: by a finding's key the reason why it is left alone; `*` stands for anything.
        limits: from where on something is much; the usual ones without it.

    Raises:
        StatementFailedError: the server refused, or the connection was lost.
    """
    with db.failures(), conn.transaction(force_rollback=True):
        return _audit(conn, places, contracts, ignore or {}, limits or Limits())


def _audit(
    conn: Connection,
    places: Places,
    contracts: Sequence[Contract],
    ignore: Mapping[str, str],
    limits: Limits,
) -> Audited:
    started = time.perf_counter()
    snapshot = catalog.snapshot(conn)
    found = find(snapshot, places)
    facts = _facts(conn, snapshot, limits)
    planner = Planner(conn)
    answers = planner.plan(found.statements)
    planned = [one for one in answers if isinstance(one, Planned)]
    findings = [finding for one in planned for finding in judge(one, facts)]
    findings += _of_indexes(planner, facts, places, planned, contracts)
    left, ignored = excepted(dict.fromkeys(findings), ignore)
    unchecked = (*found.unchecked, *(one for one in answers if isinstance(one, Unchecked)))
    dead, dormant = unused_reasons(findings, planned, facts, ignore)
    return Audited(
        (*left, *dead),
        ignored,
        dormant,
        tuple(planned),
        tuple(dict.fromkeys(unchecked)),
        limits,
        (time.perf_counter() - started) * 1000,
    )


def _facts(conn: Connection, snapshot: Snapshot, limits: Limits) -> Facts:
    functions = (f"{one.schema}.{one.name}" for one in snapshot.of_kind("function"))
    work_mem = int(conn.execute(load("plans/audit_facts")).fetchall()[0][0])
    relations = snapshot.of_kind("table", "materialized view")
    return Facts(
        read_relations(conn),
        frozenset(functions),
        frozenset(one.identity for one in relations),
        work_mem,
        limits,
    )


def _of_indexes(
    planner: Planner,
    facts: Facts,
    places: Places,
    planned: Sequence[Planned],
    contracts: Sequence[Contract],
) -> Iterator[Finding]:
    """Planned again without whole reads, statements tell what indexes they could ever read."""
    conn, whole = planner.conn, [one.statement for one in planned if _reads_all(one)]
    answers = planner.without_whole_reads().plan(whole)
    again = [one for one in answers if isinstance(one, Planned)]
    there = [one for one in indexes.read_indexes(conn) if one.whole in facts.tables]
    plans = [one.plan for one in planned]
    plans += [one.plan for one in check(conn, contracts) if one.plan]
    used = indexes.used_by(plans, (one.plan for one in again), contracts, facts.relations)
    keys = [one for one in planned if one.statement.kind == _KEY and not _reads_all(one)]
    keys += [one for one in again if one.statement.kind == _KEY]
    needless = indexes.covered(there)
    used |= {other.qualified for one, other in needless.items() if one.qualified in used}
    yield from indexes.unindexed_keys(keys, there, facts)
    yield from indexes.unused((one for one in there if one not in needless), used, places)
    yield from indexes.doubles(needless, places)


def _reads_all(planned: Planned) -> bool:
    return any(node.node_type == "Seq Scan" for node in planned.plan.nodes)


def unused_reasons(
    findings: Sequence[Finding],
    planned: Sequence[Planned],
    facts: Facts,
    ignore: Mapping[str, str],
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Answers the exceptions from an audit that except nothing: findings, and dormant keys.

    What is found depends on the size that is planned. So an exception for a statement that is
    there and reads that relation may except something at another size: it is dormant. Any other
    one hides what may come.
    """
    could_be = {
        f"{one.statement.object} on {facts.whole(node)}"
        for one in planned
        for node in one.plan.nodes
        if node.relation
    }
    dead, dormant = [], []
    for key in ignore:
        if not key.startswith(_RULES) or any(is_like(key, one.key) for one in findings):
            continue
        rule, _, about = key.partition(":")
        if any(is_like(about, one) for one in could_be) and rule not in _ANY_SIZE:
            dormant.append(key)
        else:
            message = "is ignored, but there is no such finding"
            hint = "Take it out of [ignore] in refdb.toml."
            dead.append(Finding("audit/unused-ignore", key, message, Level.WARNING, hint=hint))
    return tuple(dead), tuple(dormant)
