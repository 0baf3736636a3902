"""Sample data: files that make it, in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.tree.files import Script, display_name, read_script, read_text, sql_files

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """One step of the sample data.

    Attributes:
        name: the file's name without `.sql`.
        script: the file.
        table: the table that the file's one query fills; empty for statements that are run.
    """

    name: str
    script: Script
    table: str


def read_samples(folder: Path, root: Path) -> tuple[Sample, ...]:
    """Answers the steps of the sample data in the order in which they run.

    Raises:
        BadTreeError: a file or its header is wrong, or a table has not exactly one query.
    """
    return tuple(_read_sample(path, root) for path in sql_files(folder))


def texts_of(folder: Path, root: Path) -> tuple[str, ...]:
    """Answers the files' texts in the same order, without a look at what they say.

    Raises:
        BadTreeError: a file cannot be read.
    """
    return tuple(read_text(path, display_name(path, root)) for path in sql_files(folder))


def _read_sample(path: Path, root: Path) -> Sample:
    script = read_script(path, "sample", root)
    table = script.header.get("table")
    if table and len(script.statements) != 1:
        raise BadTreeError(
            f"must hold one query that gives the rows of {table}",
            file=script.file,
            line=script.header.line("table"),
            hint="Without `-- table:` the file's statements are run one by one.",
        )
    return Sample(path.stem, script, table)
