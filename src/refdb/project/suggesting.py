"""Finds indexes for broken contracts: tried empty, at production size, written as migrations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Identifier

from refdb import db, explain, plans, statistics
from refdb.errors import BadRequestError, StatementFailedError
from refdb.late import late
from refdb.plans import suggest as suggestions
from refdb.project import scaffold
from refdb.project.planning import connected, grounds
from refdb.project.throwaways import open_for
from refdb.queries import load
from refdb.report.suggested import Suggested

with late():
    from refdb.plans import candidates as thoughts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from refdb.db import Connection
    from refdb.plans import Size, Verdict
    from refdb.plans.candidates import Candidate
    from refdb.plans.suggest import Suggestion
    from refdb.project.base import Base
    from refdb.project.planning import Grounds
    from refdb.statistics import Relation
    from refdb.tree import Contract

_MOST_TRIALS = 40  # indexes that are tried at once; more are of no table of ours
_PREFIX = "refdb_try_"


def suggest(
    project: Base,
    contracts: Sequence[Contract],
    size: Size,
    *,
    write: bool,
    postgres: int | None,
) -> Suggested:
    """Answers the smallest index for each broken contract that one can keep.

    Args:
        project: whose tree.
        contracts: the contracts.
        size: what they are planned at.
        write: write a migration for each index.
        postgres: major version of the throwaways.
    """
    by_size: dict[Size, list[Contract]] = {}
    for one in contracts:
        by_size.setdefault(plans.sizes_of(one, size)[-1], []).append(one)
    found: list[Suggestion] = []
    broken: set[str] = set()
    server = ""
    with grounds(project, postgres) as all_sizes:
        for its_size, of_size in by_size.items():
            server, verdicts, wanted = _broken(all_sizes, its_size, of_size)
            whole = all_sizes.statistics(its_size)
            found += _tried(project, verdicts, wanted, whole, postgres)
            broken |= {one.contract.name for one in verdicts}
    files = tuple(file for one in found for file in _write(project, one)) if write else ()
    return Suggested(
        server,
        str(size),
        tuple(found),
        tuple(sorted(broken - _helped(found))),
        tuple(one.relative_to(project.config.root) for one in files),
    )


def _broken(
    all_sizes: Grounds, size: Size, contracts: Sequence[Contract]
) -> tuple[str, list[Verdict], dict[Candidate, float]]:
    """The contracts that are broken at a size, and the indexes to try for them."""
    with all_sizes.at(size) as ground, connected(ground) as (conn, rows_in):
        verdicts = plans.check(conn, contracts, size, rows_in=rows_in)
        broken = [_settled(one) for one in verdicts if one.breaches and one.plan]
        return ground.server, broken, _wanted(conn, broken)


def _settled(verdict: Verdict) -> Verdict:
    """The values of the plan are constants, which mean the same where no rows are."""
    values = verdict.plan.values if verdict.plan else ""
    return replace(verdict, contract=replace(verdict.contract, values=values))


def _helped(found: Sequence[Suggestion]) -> set[str]:
    return {name for one in found for name in (one.contract, *one.helps)}


def _wanted(conn: Connection, broken: Sequence[Verdict]) -> dict[Candidate, float]:
    """The indexes to try, with the fraction of their table's rows that each would have."""
    wanted: dict[Candidate, float] = {}
    for verdict in broken:
        for one in thoughts.candidates(verdict.plan) if verdict.plan else ():
            if one not in wanted and len(wanted) < _MOST_TRIALS:
                wanted[one] = _fraction(conn, one) if one.where else 1.0
    return wanted


def _fraction(conn: Connection, one: Candidate) -> float:
    def rows(predicate: str) -> float:
        text = SQL(load("plans/count_of_predicate"))
        query = text.format(table=SQL(one.table), predicate=SQL(predicate))
        return explain.plan_of(conn, query.as_string(conn)).root.rows

    try:
        return rows(one.where) / max(1.0, rows("true"))
    except StatementFailedError:  # a predicate that no index can have
        return 0.0


def _tried(
    project: Base,
    broken: Sequence[Verdict],
    wanted: Mapping[Candidate, float],
    whole: statistics.StatisticsSet,
    postgres: int | None,
) -> tuple[Suggestion, ...]:
    if not wanted:
        return ()
    with open_for(project, postgres=postgres, sample=None) as opened:
        named: dict[str, Candidate] = {}
        trials: dict[str, Relation] = {}
        with db.failures(), db.connect(opened.url) as conn:
            for number, (one, fraction) in enumerate(wanted.items()):
                trial = suggestions.trial_of(one, whole, fraction, 1000 + number)
                name = f"{_PREFIX}{number}"
                if trial and fraction and _made(conn, name, one):
                    named[name], trials[name] = one, trial
        larger = dict(whole.relations) | {_place(named[name], name): trials[name] for name in named}
        grown = replace(whole, relations=larger)
        with (
            statistics.planning_copy(opened.url, opened.data, grown) as copy,
            db.failures(),
            db.connect(copy.url) as conn,
        ):
            return _best(conn, broken, named, trials)


def _place(candidate: Candidate, name: str) -> str:
    return f"{candidate.table.partition('.')[0]}.{name}"


def _made(conn: Connection, name: str, one: Candidate) -> bool:
    """Some columns have no order, and some predicates no index may have."""
    text = SQL(load("plans/try_index")).format(
        name=Identifier(name),
        table=SQL(one.table),
        columns=SQL(", ".join(one.columns)),
        where=SQL(f" where {one.where}" if one.where else ""),
    )
    try:
        with db.failures(), conn.transaction():
            conn.execute(text)
    except StatementFailedError:
        return False
    return True


def _best(
    conn: Connection,
    broken: Sequence[Verdict],
    named: Mapping[str, Candidate],
    trials: Mapping[str, Relation],
) -> tuple[Suggestion, ...]:
    relations = plans.read_relations(conn)
    places = {name: _place(one, name) for name, one in named.items()}
    kept: dict[str, dict[str, explain.Plan]] = {}
    for verdict in broken:
        found = kept.setdefault(verdict.contract.name, {})
        for name in named:
            others = [place for other, place in places.items() if other != name]
            try:
                plan = suggestions.try_index(conn, verdict.contract, name, others, relations)
            except (BadRequestError, StatementFailedError):
                continue
            if plan:
                found[name] = plan
    made: list[Suggestion] = []
    for verdict in broken:
        best = suggestions.smallest(kept[verdict.contract.name], trials)
        if best is None or verdict.plan is None or verdict.contract.name in _helped(made):
            continue
        name, plan = best
        helps = [other for other, found in kept.items() if name in found]
        made.append(
            suggestions.Suggestion(
                verdict.contract.name,
                suggestions.name_of(named[name], _of(broken, helps), relations),
                named[name],
                trials[name].pages,
                verdict.plan.root.cost,
                plan.root.cost,
                tuple(one for one in helps if one != verdict.contract.name),
            )
        )
    return tuple(made)


def _of(broken: Sequence[Verdict], names: Sequence[str]) -> Iterator[Contract]:
    return (one.contract for one in broken if one.contract.name in names)


def _write(project: Base, one: Suggestion) -> tuple[Path, Path]:
    """Writes a migration pair that makes the index without waiting for writers."""
    tree = type(project)(project.config, project.target).tree  # what was written just now is in it
    table = one.candidate.table.rpartition(".")[2]
    words = scaffold.words_of(f"index {table} by {' '.join(one.candidate.names)}")
    files = scaffold.next_files(tree, words)
    previous = tree.migrations[-1].id if tree.migrations else ""
    head = [f"-- why: {one.contract} is planned with it, at cost {one.cost_after:,.4g} instead of"]
    head.append(f"--   {one.cost_before:,.4g}.")
    head += [f"-- depends: {previous}"] if previous else []
    head.append("-- transactional: false")
    apply, rollback = files
    rollback.write_text(
        f"-- loses: nothing\n-- transactional: false\n\n{one.undo}\n", encoding="utf-8"
    )
    apply.write_text("\n".join((*head, "", one.statement, "")), encoding="utf-8")
    return files
