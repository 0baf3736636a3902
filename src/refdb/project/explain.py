"""The verb that asks for plans, on throwaways or on the target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError
from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import auditing, explaining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.report.audit import Audit
    from refdb.report.explained import Explained
    from refdb.tree import Contract

#: Referrals in the sample data that plans are made on, unless they are asked for more.
SAMPLE_ROWS = 10_000


class Explaining(Base):
    """Explain."""

    def explain(  # noqa: PLR0913 - one parameter an option
        self,
        names: Sequence[str] = (),
        *,
        matching: str = "",
        sql: str = "",
        values: str = "",
        rows: int | None = None,
        analyze: bool = False,
        live: bool = False,
        audit: bool = False,
        postgres: int | None = None,
    ) -> Explained:
        """Plans contracts' queries, or one that is given, and judges the plans.

        On throwaways with sample data, one for each size that a contract names; or on the target,
        in a read-only transaction with timeouts, where nothing is run.

        Args:
            names: only these contracts; the plans of those that keep their promises are kept for
                people to see, too.
            matching: only contracts with this in their file's name or query.
            sql: a query instead of the contracts; it may have a contract's header.
            values: SQL expressions that give the parameters of that query, separated by commas.
            rows: rows of sample data for contracts that name no size; None for 10,000.
            analyze: run the queries too, each in a transaction that is rolled back.
            live: plan on the target, as it is.
            audit: every statement inside the schema, too.
            postgres: major version of the throwaways.

        Raises:
            BadRequestError: there is no such contract, or what is asked contradicts itself.
            BadTreeError: a contract, or the query, cannot be read.
        """
        if sql and (names or matching):
            hint = "Give one of them."
            raise BadRequestError("a query and contracts are two questions", hint=hint)
        if live and (rows or postgres):
            hint = "Take --sample and --postgres out, or --target."
            raise BadRequestError("a target is planned on as it is", hint=hint)
        if audit and (sql or names or matching):
            hint = "Take the query or the contracts out, or --audit."
            raise BadRequestError("an audit is of every statement of the schema", hint=hint)
        found: tuple[Contract, ...] = ()
        if not audit or self.tree.contracts:
            one = (explaining.query(sql, values),) if sql else ()
            found = one or explaining.chosen(self, names, matching)
        asked = explaining.Asked(
            found, rows or SAMPLE_ROWS, analyze, postgres, bool(sql or names or matching)
        )
        plan = explaining.on_target if live else explaining.on_throwaways
        explained = plan(self, asked)
        if not audit:
            return explained
        return replace(explained, audit=self.audit(rows=rows, live=live, postgres=postgres))

    def audit(
        self, *, rows: int | None = None, live: bool = False, postgres: int | None = None
    ) -> Audit:
        """Plans every statement inside functions, views, policies and keys; judges the plans.

        Args:
            rows: rows of sample data; None for 10,000.
            live: plan on the target, as it is: nothing is run or changed there.
            postgres: major version of the throwaway.

        Raises:
            StatementFailedError: the server refused.
        """
        if live:
            return auditing.on_target(self)
        return auditing.on_throwaway(self, rows=rows or SAMPLE_ROWS, postgres=postgres)
