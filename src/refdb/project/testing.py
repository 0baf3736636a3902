"""The verbs that run a person's SQL on throwaways: tests and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.errors import BadRequestError
from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import calls, testruns

if TYPE_CHECKING:
    from refdb.report.answers import Called, Tested

#: Referrals in the sample data of `call`, unless it is asked for more.
SAMPLE_ROWS = 10_000


class SqlRuns(Base):
    """Test and call."""

    def test(self, *, matching: str = "", postgres: int | None = None) -> Tested:
        """Runs the tree's SQL tests on a throwaway with the schema.

        Args:
            matching: only tests whose sentence or file has this in it.
            postgres: major version of the throwaway.

        Raises:
            BadRequestError: no test matches.
        """
        tests = [one for one in self.tree.tests if matching in f"{one.file} {one.sentence}"]
        if not tests:
            hint = "Take -k out, or write a file in sql/tests/."
            raise BadRequestError("there is no such test", hint=hint)
        return testruns.test(self, tests, postgres=postgres)

    def call(self, sql: str, *, sample: int | None = None, postgres: int | None = None) -> Called:
        """Runs SQL on a throwaway with schema and sample data, and rolls it back.

        Args:
            sql: one statement or more.
            sample: rows of sample data; None for 10,000 where the tree makes any.
            postgres: major version of the throwaway.

        Raises:
            BadTreeError: Postgres's parser cannot read it.
            StatementFailedError: the server refused it.
        """
        rows = sample or (SAMPLE_ROWS if self.tree.samples else None)
        return calls.call(self, sql, sample=rows, postgres=postgres)
