"""What is wrong with a statement's plan at the planned size? Decided from values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from refdb.explain import how_many
from refdb.findings import Finding, Level
from refdb.plans.audit import calls
from refdb.plans.audit.values import Limits
from refdb.plans.audit.walk import steps
from refdb.plans.relations import Relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.explain import Node
    from refdb.plans.audit.values import Planned
    from refdb.plans.audit.walk import Step

_SEQ_SCAN, _SORT = "Seq Scan", "Sort"
_REFRESHED = "materialized view"
_TUPLE_HEADER = 24  # bytes that a row has besides its columns while it is sorted
_ALIGNMENT = 8
_MEGABYTE = 1024 * 1024
_SIZE = re.compile(r"(\d+)\s*(kB|MB|GB|)", re.IGNORECASE)
_UNITS = {"": 1024, "kb": 1024, "mb": _MEGABYTE, "gb": 1024 * _MEGABYTE}
_NUMBER = re.compile(r"_\d+$")
_LONGEST = 120  # characters of a condition in a hint
_INDEX_SCANS = frozenset(("Index Scan", "Index Only Scan", "Bitmap Heap Scan"))
_JOINED = frozenset(("Hash", "Hash Join", "Merge Join", "Sort", "Materialize"))
_BY_CONDITION = "make an index for it, or compare an indexed column"


@dataclass(frozen=True)
class Facts:
    """What a plan is judged by.

    Attributes:
        relations: the database's relations, with their rows at the planned size.
        functions: people's own functions by `schema.name`.
        tables: the schema's own tables and materialized views, as `schema.name`.
        work_mem: bytes that a sort may hold in memory.
        limits: from where on something is much.
    """

    relations: Relations = field(default_factory=Relations)
    functions: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    work_mem: int = 4 * _MEGABYTE
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def names(self) -> dict[str, str]:
        """Answers the functions' full names by the plain ones."""
        return {one.rpartition(".")[2]: one for one in sorted(self.functions, reverse=True)}

    def rows_of(self, node: Node) -> float:
        """Answers the rows of the relation that a node reads."""
        found = self.relations.at(node.schema, node.relation)
        return found.rows if found and found.rows >= 0 else node.rows

    def whole(self, node: Node) -> str:
        """Answers `schema.name` of a node's relation; of the whole for a partition."""
        if not node.relation:
            return node.node_type.lower()
        return self._whole(node.schema, node.relation)

    def whole_index(self, node: Node) -> str:
        """Answers `schema.name` of the index that a node reads; of the whole's for a partition."""
        return self._whole(node.schema, node.index)

    def _whole(self, schema: str, name: str) -> str:
        found = self.relations.at(schema, name)
        return found.ancestors[-1] if found and found.ancestors else f"{schema}.{name}"


def judge(planned: Planned, facts: Facts) -> tuple[Finding, ...]:
    """Answers what is wrong with a statement's plan.

    Args:
        planned: the statement and its plan.
        facts: the database at the planned size.
    """
    found: list[Finding] = []
    all_steps = list(steps(planned.plan, facts.rows_of))
    for step in all_steps:
        found += _whole_read(planned, step, facts)
        found += _spill(planned, step, facts)
        found += _rounds(planned, step, facts)
    found += (
        _finding(planned, "function-per-row", name, said, hint, node)
        for name, said, hint, node in calls.many(planned, all_steps, facts)
    )
    return tuple(dict.fromkeys(found))


def _whole_read(planned: Planned, step: Step, facts: Facts) -> Iterator[Finding]:
    node, statement, limits = step.node, planned.statement, facts.limits
    if node.node_type != _SEQ_SCAN or _is_meant(planned, step, facts):
        return
    rows, table = facts.rows_of(node) * step.part, facts.whole(node)
    read = f"reads all of {node.relation} ({how_many(facts.rows_of(node))})"
    why = _why(step)
    if statement.loops and rows >= limits.rows_in_loop:
        said = f"{read} in each round of the loop on line {statement.loops[-1]}"
        yield _finding(planned, "scan-in-loop", table, said, why, node)
    elif rows * step.runs >= limits.rows and rows >= limits.rows_in_loop and step.runs > 1:
        said = f"{read} again for each of {how_many(step.runs)}"
        yield _finding(planned, "nested-scan", table, said, why, node)
    elif rows >= limits.rows:
        kept = f" to find {how_many(node.rows)}" if node.filter else ""
        yield _finding(planned, "seq-scan", table, f"{read}{kept}", why, node)


def _is_meant(planned: Planned, step: Step, facts: Facts) -> bool:
    """Whether reading a table as a whole is what the statement is there for."""
    kind, node = planned.statement.kind, step.node
    if kind == "view":  # the reader's conditions come to it
        return step.runs <= 1
    if kind.startswith("policy"):  # the same
        return step.runs <= 1 and f"{node.schema}.{node.relation}" == planned.statement.relation
    if kind == _REFRESHED:
        rows = node.rows * (2 if node.is_parallel else 1)
        return step.runs <= 1 and rows >= facts.limits.kept * facts.rows_of(node)
    return kind == "foreign key"


def _why(step: Step) -> str:
    if step.node.filter:
        return f"No index serves `{_short(step.node.filter)}`: {_BY_CONDITION}."
    if step.parent is not None and step.parent.node_type in _JOINED:
        return "All of it is joined: where few rows are wanted, say which before the join."
    return "It asks for every row: add a condition that an index serves, or a limit."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _spill(planned: Planned, step: Step, facts: Facts) -> Iterator[Finding]:
    node = step.node
    if node.node_type != _SORT or planned.statement.kind == _REFRESHED:  # at its own work_mem
        return
    is_limited = step.parent is not None and step.parent.node_type == "Limit"
    rows = min(node.rows, step.parent.rows) if is_limited and step.parent else node.rows
    width = -(-node.width // _ALIGNMENT) * _ALIGNMENT + _TUPLE_HEADER
    work_mem = _work_mem(planned, facts)
    if rows * width <= work_mem:
        return
    keys = _short(", ".join(node.sort_keys))
    mib = rows * width / _MEGABYTE
    said = (
        f"sorts {how_many(rows)} by {keys} on disk: about {mib:,.3g} MB, and work_mem is "
        f"{work_mem / _MEGABYTE:,.3g} MB"
    )
    hint = f"An index that gives the rows by {keys} saves the sort; or set work_mem for it."
    below = _below(node)
    yield _finding(planned, "sort-spills", facts.whole(below), said, hint, below)


def _work_mem(planned: Planned, facts: Facts) -> float:
    """Answers the bytes that a statement's function sets, or the server has."""
    written = planned.statement.settings.get("work_mem", "")
    found = _SIZE.fullmatch(written.strip())
    return float(found[1]) * _UNITS[found[2].lower()] if found else facts.work_mem


def _below(node: Node) -> Node:
    """The first node below that reads a relation, which has a line."""
    return next((one for one in node.walk() if one.relation), node)


def _rounds(planned: Planned, step: Step, facts: Facts) -> Iterator[Finding]:
    node, parent = step.node, step.parent
    if parent is None or parent.node_type != "Nested Loop" or node.relationship != "Inner":
        return
    rounds = step.runs * step.part
    inner = _below(node)
    if rounds < facts.limits.rounds or inner.node_type not in _INDEX_SCANS | {_SEQ_SCAN}:
        return
    if inner.node_type == _SEQ_SCAN and not _is_kept(node):
        return  # told as a scan in each round
    said = f"looks into {inner.relation} {how_many(rounds).removesuffix(' rows')} times, row by row"
    hint = "A join over so many rows is better hashed: compare plain columns, or join fewer rows."
    yield _finding(planned, "nested-loop", facts.whole(inner), said, hint, inner)


def _is_kept(node: Node) -> bool:
    return node.node_type in {"Materialize", "Memoize"}


def _finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    planned: Planned, rule: str, about: str, said: str, hint: str, node: Node
) -> Finding:
    statement = planned.statement
    role = f", as {planned.role}" if planned.role else ""
    assumed = [*statement.assumptions, *(f"of {one} any type" for one in planned.guessed)]
    given = f" ({'; '.join(assumed)})" if assumed else ""
    return Finding(
        rule=f"audit/{rule}",
        object=f"{statement.object} on {about}",
        message=f"{said}{role}{given}",
        level=Level.WARNING,
        file=statement.file,
        line=_line(planned, node),
        hint=hint,
    )


def _line(planned: Planned, node: Node) -> int:
    """The line on which the statement names what a node reads; the planner numbers aliases."""
    statement = planned.statement
    names = (node.alias, _NUMBER.sub("", node.alias), node.relation)
    return next((found for one in names if (found := statement.lines.get(one))), statement.line)
