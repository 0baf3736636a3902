"""The verbs of statistics sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import sizing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from refdb.report.statistics import Exported, Shown


class Statistics(Base):
    """Export, show, scale and make statistics sets: what plans at production size stand on.

    A set's name is that of its file in sql/statistics/ without `.json`, or a path that ends so;
    `-` is standard output.
    """

    def export_statistics(
        self,
        name: str,
        *,
        redact: bool = False,
        columns: Collection[str] = (),
        overwrite: bool = False,
    ) -> Exported:
        """Writes the target's statistics set. Only reads there, and waits for nobody.

        Args:
            name: the set's name.
            redact: leave out every value of the data.
            columns: leave out the values of these columns only, as `table.column`.
            overwrite: write a file anew that is there.

        Raises:
            RefusedError: the file is there.
            BadRequestError: no such column.
        """
        file = sizing.free(self, name, overwrite=overwrite)
        return sizing.export(self, file, redact=redact, columns=columns)

    def show_statistics(self, name: str) -> Shown:
        """Answers a statistics set as a table.

        Args:
            name: the set's name.
        """
        return sizing.show(self, name)

    def scale_statistics(
        self,
        name: str,
        rows: Mapping[str, int],
        into: str,
        *,
        overwrite: bool = False,
        postgres: int | None = None,
    ) -> Exported:
        """Writes a set as if tables had other numbers of rows; the answer states the rules.

        Args:
            name: the set's name.
            rows: by table the rows that it is to have.
            into: the new set's name.
            overwrite: write a file anew that is there.
            postgres: major version of the throwaway that says what grows with what.

        Raises:
            BadRequestError: no such table, or one without rows.
        """
        file = sizing.free(self, into, overwrite=overwrite)
        return sizing.scale(self, name, rows, file, postgres=postgres)

    def sample_statistics(
        self, name: str, rows: int, *, overwrite: bool = False, postgres: int | None = None
    ) -> Exported:
        """Writes the set that sample data of so many rows would have, without making it.

        Args:
            name: the set's name.
            rows: rows of sample data.
            overwrite: write a file anew that is there.
            postgres: major version of the throwaways.

        Raises:
            BadRequestError: the tree has no sample data.
        """
        file = sizing.free(self, name, overwrite=overwrite)
        return sizing.from_sample(self, rows, file, postgres=postgres)
