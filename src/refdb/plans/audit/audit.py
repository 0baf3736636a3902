"""Audits a schema: finds every statement in it, plans each, judges the plans."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import catalog, db
from refdb.findings import Finding, Level
from refdb.plans.audit import indexes
from refdb.plans.audit.ask import Planner, without_whole_reads
from refdb.plans.audit.find import find
from refdb.plans.audit.judge import Facts, judge
from refdb.plans.audit.values import Limits, Planned, Unchecked
from refdb.plans.check import check
from refdb.plans.relations import read_relations
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.plans.audit.places import Places
    from refdb.plans.audit.values import Statement
    from refdb.tree import Contract

_KEY = "foreign key"
_RULES = "audit/"


@dataclass(frozen=True)
class Audited:
    """What an audit found.

    Attributes:
        findings: what is wrong, and exceptions that except nothing.
        ignored: what is wrong and left alone, with the reason.
        planned: every statement that was planned.
        unchecked: every statement that could not be.
        limits: from where on something is much.
        duration_ms: milliseconds that it took.
    """

    findings: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, str], ...]
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
    answers = Planner(conn).plan(found.statements)
    planned = [one for one in answers if isinstance(one, Planned)]
    findings = [finding for one in planned for finding in judge(one, facts)]
    findings += _of_indexes(conn, found.statements, facts, places, planned, contracts)
    left, ignored = sorted_out(dict.fromkeys(findings), ignore)
    unchecked = (*found.unchecked, *(one for one in answers if isinstance(one, Unchecked)))
    return Audited(
        (*left, *unused_reasons(findings, ignore)),
        ignored,
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


def _of_indexes(  # noqa: PLR0913, PLR0917 - all that is known by then
    conn: Connection,
    statements: Sequence[Statement],
    facts: Facts,
    places: Places,
    planned: Sequence[Planned],
    contracts: Sequence[Contract],
) -> Iterator[Finding]:
    """Planned again without whole reads, statements tell what indexes they could ever read."""
    again = [one for one in without_whole_reads(conn).plan(statements) if isinstance(one, Planned)]
    there = [one for one in indexes.read_indexes(conn) if one.whole in facts.tables]
    plans = [one.plan for one in planned]
    plans += [one.plan for one in check(conn, contracts) if one.plan]
    used = indexes.used_by(plans, (one.plan for one in again), contracts, facts.relations)
    keys = (one for one in again if one.statement.kind == _KEY)
    needless = indexes.covered(there)
    used |= {other.qualified for one, other in needless.items() if one.qualified in used}
    yield from indexes.unindexed_keys(keys, there, facts)
    yield from indexes.unused((one for one in there if one not in needless), used, places)
    yield from indexes.doubles(needless, places)


def sorted_out(
    findings: Iterable[Finding], ignore: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
    """Answers the findings that nothing excepts, by file and line; and the others with why."""
    left, ignored = [], []
    for one in sorted(findings, key=lambda one: (one.file, one.line, one.rule, one.object)):
        reason = next((why for key, why in ignore.items() if _means(key, one)), "")
        if reason:
            ignored.append((one, reason))
        else:
            left.append(one)
    return tuple(left), tuple(ignored)


def unused_reasons(findings: Sequence[Finding], ignore: Mapping[str, str]) -> Iterator[Finding]:
    """Answers the exceptions from an audit that except nothing, and so hide what may come."""
    for key in ignore:
        if key.startswith(_RULES) and not any(_means(key, one) for one in findings):
            message = "is ignored, but there is no such finding"
            hint = "Take it out of [ignore] in refdb.toml."
            yield Finding("audit/unused-ignore", key, message, Level.WARNING, hint=hint)


def _means(key: str, finding: Finding) -> bool:
    """Whether an exception is about a finding; `*` in its key stands for anything."""
    pattern = ".*".join(map(re.escape, key.split("*")))
    return re.fullmatch(pattern, finding.key) is not None
