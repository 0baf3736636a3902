"""The verbs that run a person's SQL on throwaways: tests and calls."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from refdb.late import late
from refdb.project.base import Base
from refdb.tree.files import read_text

with late():
    from refdb.project import batches, calls, testruns, watching

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from refdb.project.watching import Round
    from refdb.report.answers import Called, Tested

#: Referrals in the sample data of `call`, unless it is asked for more.
SAMPLE_ROWS = 10_000


class SqlRuns(Base):
    """Test and call."""

    def test(  # noqa: PLR0913 - one argument an option
        self,
        *,
        matching: str = "",
        files: Collection[str] = (),
        postgres: int | None = None,
        jobs: int | None = None,
        coverage: bool = False,
        minimum: float = 0.0,
        objects: bool = False,
        visit: Callable[[Tested], object] | None = None,
    ) -> Tested:
        """Runs the tree's SQL tests and pgTAP files on clones of a throwaway with the schema.

        Args:
            matching: only tests whose sentence or file has this in it.
            files: only tests of these files, as they are named in messages.
            postgres: major version of the throwaway.
            jobs: how many files are run at a time; None for one a core.
            coverage: measure which lines and branches of PL/pgSQL functions run.
            minimum: the percentage of lines that must run, where it is measured.
            objects: run the object files first, as `make` would have them in a migration.
            visit: told of the results while the databases of tests that failed are still there,
                each as its test left it; they go when it returns.

        Raises:
            BadRequestError: no test matches.
            MissingPartError: pgTAP files or coverage need an extension that is not here.
        """
        how = batches.How(
            matching,
            frozenset(files),
            postgres,
            jobs,
            coverage=coverage,
            objects=objects,
            keep=visit is not None,
        )
        with testruns.tested(self, how) as answer:
            judged = replace(answer, minimum=minimum)
            if visit:
                visit(judged)
            return judged

    def watch_tests(
        self, *, matching: str = "", postgres: int | None = None, jobs: int | None = None
    ) -> Iterator[Round]:
        """Runs the tests, and again what a change of files touches, for as long as it is asked.

        A changed file of tests is run alone; anything else that changes runs all tests.

        Args:
            matching: see `test`.
            postgres: see `test`.
            jobs: see `test`.
        """
        how = batches.How(matching, postgres=postgres, jobs=jobs)
        return watching.rounds(self, how)

    def call(  # noqa: PLR0913 - one argument an option
        self,
        sql: str = "",
        params: Sequence[Any] = (),
        *,
        file: Path | None = None,
        role: str = "",
        settings: Mapping[str, str] = MappingProxyType({}),
        explain: bool = False,
        analyze: bool = False,
        sample: int | None = None,
        postgres: int | None = None,
    ) -> Called:
        """Runs SQL on a throwaway with schema and sample data, and rolls it back.

        Args:
            sql: one statement or more.
            params: the values of $1, $2 …, None for null; the same for every statement.
            file: a file with the statements, instead of `sql`.
            role: who runs them; empty for the superuser.
            settings: settings of the session, such as app.organization_id.
            explain: answer plans, and run nothing that has one.
            analyze: run, and answer plans with what really happened.
            sample: rows of sample data; None for 10,000 where the tree makes any.
            postgres: major version of the throwaway.

        Raises:
            BadRequestError: a statement that cannot be called, or a parameter without a value.
            BadTreeError: the file cannot be read, or Postgres's parser cannot read it.
            StatementFailedError: the server refused it.
        """
        rows = sample or (SAMPLE_ROWS if self.tree.samples else None)
        request = calls.Request(
            read_text(file, str(file)) if file else sql,
            file=str(file) if file else "your SQL",
            params=params,
            role=role,
            settings=settings,
            plans="analyze" if analyze else "explain" if explain else "",
        )
        return calls.call(self, request, sample=rows, postgres=postgres)
