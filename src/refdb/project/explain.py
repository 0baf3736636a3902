"""The verb that asks for plans, on throwaways or on the target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import auditing, explaining, foresight, suggesting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.report.audit import Audit
    from refdb.report.explained import Explained
    from refdb.report.foresight import Against, Horizon
    from refdb.report.suggested import Suggested


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
        statistics: str = "",
        sample: int | None = None,
        analyze: bool = False,
        live: bool = False,
        audit: bool = False,
        postgres: int | None = None,
    ) -> Explained:
        """Plans contracts' queries, or one that is given, and judges the plans.

        On throwaways without rows that plan as production does, at each size that a contract
        names; or with sample data loaded; or on the target, in a read-only transaction with
        timeouts, where nothing is run.

        Args:
            names: only these contracts; the plans of those that keep their promises are kept for
                people to see, too.
            matching: only contracts with this in their file's name or query.
            sql: a query instead of the contracts; it may have a contract's header.
            values: SQL expressions that give the parameters of that query, separated by commas.
            rows: rows to plan for where a contract names no size, such as 1_000_000_000; they are
                not there.
            statistics: a statistics set to plan on instead.
            sample: rows of sample data to load instead.
            analyze: run the queries too, on sample data (10,000 rows where `sample` does not
                say), each in a transaction that is rolled back.
            live: plan on the target, as it is.
            audit: every statement inside the schema, too.
            postgres: major version of the throwaways.

        Raises:
            BadRequestError: there is no such contract, or what is asked contradicts itself.
            BadTreeError: a contract, or the query, cannot be read.
        """
        question = explaining.Question(
            tuple(names), matching, sql, values, rows, statistics, sample, analyze, live, postgres
        )
        explained = explaining.answer(self, question, audit=audit)
        if not audit:
            return explained
        audited = self.audit(
            rows=rows, statistics=statistics, sample=sample, live=live, postgres=postgres
        )
        return replace(explained, audit=audited)

    def audit(
        self,
        *,
        rows: int | None = None,
        statistics: str = "",
        sample: int | None = None,
        live: bool = False,
        postgres: int | None = None,
    ) -> Audit:
        """Plans every statement inside functions, views, policies and keys; judges the plans.

        Args:
            rows: rows to plan for; None for a million, or the tree's only statistics set.
            statistics: a statistics set to plan on instead.
            sample: rows of sample data to load instead.
            live: plan on the target, as it is: nothing is run or changed there.
            postgres: major version of the throwaway.

        Raises:
            BadRequestError: two sizes are asked for, or there is nothing to plan on.
            StatementFailedError: the server refused.
        """
        if live:
            return auditing.on_target(self)
        size = explaining.size_of(self, rows, statistics, sample, run=False)
        return auditing.on_throwaway(self, size, postgres)

    def horizon(
        self,
        names: Sequence[str] = (),
        *,
        matching: str = "",
        most: int = 1_000_000_000,
        postgres: int | None = None,
    ) -> Horizon:
        """Answers where each contract's plan changes as the data grows, and into what.

        Args:
            names: only these contracts.
            matching: only contracts with this in their file's name or query.
            most: the most rows to look at.
            postgres: major version of the throwaway.

        Raises:
            BadRequestError: there is no such contract, or no sample data.
        """
        chosen = explaining.chosen(self, names, matching)
        return foresight.horizon(self, chosen, most, postgres)

    def compare_plans(  # noqa: PLR0913 - one parameter an option
        self,
        other: str,
        names: Sequence[str] = (),
        *,
        matching: str = "",
        rows: int | None = None,
        statistics: str = "",
        postgres: int | None = None,
    ) -> Against:
        """Answers what is planned otherwise than before a change, and whether worse.

        The contracts, and where no contract is chosen every statement of the schema that is there
        before and after.

        Args:
            other: what to compare with: a git reference, `target:NAME` for the migrations that
                are applied there, or `postgres:15` for another server.
            names: only these contracts.
            matching: only contracts with this in their file's name or query.
            rows: rows to plan for; None for a million, or the tree's only statistics set.
            statistics: a statistics set to plan on instead.
            postgres: major version of the throwaways.

        Raises:
            BadRequestError: there is no such contract, reference, target or version.
        """
        chosen = explaining.chosen(self, names, matching)
        size = explaining.size_of(self, rows, statistics, None, run=False)
        audit = not (names or matching)
        return foresight.against(self, chosen, other, size=size, audit=audit, postgres=postgres)

    def suggest(  # noqa: PLR0913 - one parameter an option
        self,
        names: Sequence[str] = (),
        *,
        matching: str = "",
        rows: int | None = None,
        statistics: str = "",
        write: bool = False,
        postgres: int | None = None,
    ) -> Suggested:
        """Answers the smallest index for each broken contract that one can keep.

        Args:
            names: only these contracts.
            matching: only contracts with this in their file's name or query.
            rows: rows to plan for; None for a million, or the tree's only statistics set.
            statistics: a statistics set to plan on instead.
            write: write a migration pair for each index.
            postgres: major version of the throwaways.

        Raises:
            BadRequestError: there is no such contract, or nothing to plan on.
        """
        chosen = explaining.chosen(self, names, matching)
        size = explaining.size_of(self, rows, statistics, None, run=False)
        return suggesting.suggest(self, chosen, size, write=write, postgres=postgres)
