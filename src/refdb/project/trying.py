"""The verbs that need no target: what they run, they run on throwaways."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import making, proofs, throwaways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.report.answers import Cleaned
    from refdb.report.making import Agreement, Made
    from refdb.report.proofs import Proved
    from refdb.throwaway import Throwaway

#: Referrals in the sample data of `prove`, which reads all rows several times for each migration.
PROOF_ROWS = 1_000


#: Rows of a table for which `prove` tells how long others wait for its locks.
LOCK_ROWS = 1_000_000


class Trying(Base):
    """Throwaway, make and prove."""

    @contextmanager
    def throwaway(
        self,
        *,
        postgres: int | None = None,
        sample: int | None = None,
        empty: bool = False,
    ) -> Iterator[Throwaway]:
        """Opens a throwaway with the schema in it; it is gone when the block ends.

        Args:
            postgres: major version, by default the configuration's or the newest there is.
            sample: rows of sample data; None for none.
            empty: without the schema.
        """
        with throwaways.open_for(self, postgres=postgres, sample=sample, empty=empty) as opened:
            yield opened

    def clean_throwaways(self) -> Cleaned:
        """Removes the cached templates, also on the configured server; what is open stays."""
        return throwaways.clean(self)

    def make(self, name: str, *, amend: bool = False, postgres: int | None = None) -> Made:
        """Writes the migration pair that makes the migrations give what the object files say.

        Args:
            name: words for the file's name.
            amend: write the newest migration anew, which was made and never applied.
            postgres: major version of the throwaway on which it is tried.

        Raises:
            RefusedError: only a migration written by hand can do it, or it cannot be amended.
            StatementFailedError: an object's file cannot be run.
        """
        return making.make_migration(self, name, amend=amend, postgres=postgres)

    def compare_files(self, *, postgres: int | None = None) -> Agreement:
        """Answers whether the migrations give what the object files say. Writes nothing.

        Args:
            postgres: major version of the throwaway on which they are compared.

        Raises:
            StatementFailedError: an object's file cannot be run.
        """
        return making.compare_files(self, postgres=postgres)

    def prove(
        self,
        *,
        start: str | None = None,
        data: bool = False,
        sample: int | None = None,
        postgres: int | None = None,
        lock_rows: int | None = LOCK_ROWS,
    ) -> Proved:
        """Proves on throwaways that each migration's rollback restores what was before it.

        Args:
            start: the id of the first that is proved; those before it are only applied.
            data: with sample data in.
            sample: rows of sample data; None for 1,000.
            postgres: major version of the throwaways.
            lock_rows: rows of every table that is there, for which it is told who waits for whose
                locks; None to not look at locks.

        Raises:
            BadRequestError: there is no migration, not this one, or no sample data.
            RefdbError: a migration before the first fails, or the sample data cannot be made.
        """
        rows = (sample or PROOF_ROWS) if data else None
        return proofs.prove_tree(
            self, start=start, rows=rows, postgres=postgres, lock_rows=lock_rows
        )
