"""Plans every contract's query and judges the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, RefdbError, StatementFailedError
from refdb.explain import Origin, Plan, plan_of, values_of
from refdb.findings import Finding
from refdb.plans.breach import Breach
from refdb.plans.judge import judge
from refdb.plans.otherwise import try_otherwise
from refdb.plans.relations import Relations, read_relations
from refdb.plans.size import NO_SIZE, Size
from refdb.plans.why import explained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.db import Connection
    from refdb.tree import Contract


@dataclass(frozen=True)
class Verdict:
    """What became of one contract at one size.

    Attributes:
        contract: the contract.
        plan: how its query is planned; None when the server cannot plan it.
        breaches: the promises that were not kept, or why there is no plan.
        size: what it was planned on.
        notes: what was asked for and could not be judged or shown here, and why.
    """

    contract: Contract
    plan: Plan | None
    breaches: tuple[Breach, ...] = ()
    size: Size = NO_SIZE
    notes: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Answers what was found: one for each promise that was not kept."""
        return tuple(one.finding for one in self.breaches)

    @property
    def kind(self) -> str:
        """Answers which plan was judged: `generic`, or `custom` for the contract's values."""
        return "custom" if self.contract.values else "generic"

    @property
    def kept(self) -> bool:
        """Answers whether every promise was kept."""
        return not self.breaches


def check(  # noqa: PLR0913 - each is named where it is given
    conn: Connection,
    contracts: Iterable[Contract],
    size: Size | None = None,
    *,
    analyze: bool = False,
    is_throwaway: bool = False,
    rows_in: Connection | None = None,
) -> tuple[Verdict, ...]:
    """Answers the verdict of every contract. Changes nothing.

    A query is run where its rows are there and it has a value for each parameter, and either that
    is asked for or its contract promises rows within a factor.

    Args:
        conn: a connection to a database with the schema and with statistics to plan on.
        contracts: what to judge.
        size: what they are planned on.
        analyze: run every query that can be run.
        is_throwaway: whether indexes may be set aside for a moment, to find out why a promise is
            broken.
        rows_in: a connection to a database with rows, in which values are looked up, where `conn`
            leads to one without.

    Raises:
        StatementFailedError: the connection was lost.
    """
    relations = read_relations(conn)
    judged = _Judge(conn, relations, size or NO_SIZE, analyze, is_throwaway, rows_in)
    return tuple(map(judged.verdict, contracts))


def refused(contract: Contract, size: Size, error: RefdbError, line: int = 1) -> Verdict:
    """Answers the verdict of a contract that nothing can be planned for.

    Args:
        contract: the contract.
        size: what it was to be planned on.
        error: why it cannot be.
        line: the line to change, where the error does not say it.
    """
    return Verdict(contract, None, (Breach(_no_plan(contract, error, line)),), size)


@dataclass(frozen=True)
class _Judge:
    conn: Connection
    relations: Relations
    size: Size
    analyze: bool
    is_throwaway: bool
    rows_in: Connection | None

    def verdict(self, contract: Contract) -> Verdict:
        try:
            plan = plan_of(
                self.conn,
                contract.query,
                contract.params,
                self._values(contract),
                origin=_origin(contract),
                analyze=self._is_run(contract),
            )
        except (BadRequestError, StatementFailedError) as error:
            if self.conn.broken:
                raise
            return refused(contract, self.size, error)
        breaches = tuple(
            self._told(contract, plan, one) for one in judge(contract, plan, self.relations)
        )
        return Verdict(contract, plan, breaches, self.size, self._notes(contract))

    def _values(self, contract: Contract) -> str:
        if not contract.values or self.rows_in is None:
            return contract.values
        return values_of(self.rows_in, contract.values, origin=_origin(contract))

    def _is_run(self, contract: Contract) -> bool:
        wanted = self.analyze or contract.counts_rows
        return wanted and self.size.is_loaded and contract.can_be_run

    def _notes(self, contract: Contract) -> tuple[str, ...]:
        notes = []
        if self.analyze and not contract.can_be_run:
            notes.append("not run: it has parameters, and `-- with:` gives no values for them")
        if contract.counts_rows and not self._is_run(contract):
            notes.append("rows within a factor are not judged: there are no rows here to count")
        return tuple(notes)

    def _told(self, contract: Contract, plan: Plan, breach: Breach) -> Breach:
        other = try_otherwise(
            self.conn, contract, plan, breach, self.relations, is_throwaway=self.is_throwaway
        )
        told = explained(breach, plan, self.relations, other)
        if _has_many_sizes(contract):
            message = f"{told.finding.message} (at {self.size})"
            return replace(told, finding=replace(told.finding, message=message))
        return told


def _has_many_sizes(contract: Contract) -> bool:
    return len(contract.sizes) + len(contract.statistics) > 1 or contract.holds_to is not None


def _origin(contract: Contract) -> Origin:
    header = contract.script.header
    return Origin(
        file=contract.script.file,
        line=contract.script.statements[0].line,
        params_line=header.line("params"),
        values_line=header.line("with"),
    )


def _no_plan(contract: Contract, error: RefdbError, line: int) -> Finding:
    return Finding(
        rule="contract/query",
        object=contract.name,
        message=error.message,
        file=contract.script.file,
        line=error.line or line,
        hint=error.hint or "Correct the query; nothing was judged.",
    )
