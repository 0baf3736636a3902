"""Plans every contract's query and judges the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, RefdbError, StatementFailedError
from refdb.explain import Origin, Plan, plan_of
from refdb.findings import Finding
from refdb.plans.judge import judge
from refdb.plans.relations import Relations, read_relations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.db import Connection
    from refdb.tree import Contract


@dataclass(frozen=True)
class Verdict:
    """What became of one contract.

    Attributes:
        contract: the contract.
        plan: how its query is planned; None when the server cannot plan it.
        findings: the promises that were not kept, or why there is no plan.
    """

    contract: Contract
    plan: Plan | None
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> str:
        """Answers which plan was judged: `generic`, or `custom` for the contract's values."""
        return "custom" if self.contract.values else "generic"

    @property
    def kept(self) -> bool:
        """Answers whether every promise was kept."""
        return not self.findings


def check(conn: Connection, contracts: Iterable[Contract]) -> tuple[Verdict, ...]:
    """Answers the verdict of every contract. Runs no query, changes nothing.

    Args:
        conn: a connection to a database with the schema and with statistics to plan on.
        contracts: what to judge.

    Raises:
        StatementFailedError: the connection was lost.
    """
    relations = read_relations(conn)
    return tuple(_verdict(conn, contract, relations) for contract in contracts)


def _verdict(conn: Connection, contract: Contract, relations: Relations) -> Verdict:
    try:
        plan = plan_of(
            conn, contract.query, contract.params, contract.values, origin=_origin(contract)
        )
    except (BadRequestError, StatementFailedError) as error:
        if conn.broken:
            raise
        return Verdict(contract, None, (_no_plan(contract, error),))
    return Verdict(contract, plan, judge(contract, plan, relations))


def _origin(contract: Contract) -> Origin:
    header = contract.script.header
    return Origin(
        file=contract.script.file,
        line=contract.script.statements[0].line,
        params_line=header.line("params"),
        values_line=header.line("with"),
    )


def _no_plan(contract: Contract, error: RefdbError) -> Finding:
    return Finding(
        rule="contract/query",
        object=contract.name,
        message=error.message,
        file=contract.script.file,
        line=error.line or 1,
        hint=error.hint or "Correct the query; nothing was judged.",
    )
