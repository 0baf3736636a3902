"""Statistics sets: from a target or from sample data, kept in sql/statistics/, made larger."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from refdb import db, statistics
from refdb.errors import BadRequestError, RefusedError, did_you_mean
from refdb.project.throwaways import open_for
from refdb.report.statistics import Exported, Shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from refdb.project.base import Base
    from refdb.statistics import Link, StatisticsSet

#: Rows of the two sizes of sample data from which any other is known. Few enough that analyze
#: reads every row of every table (it samples 30,000): the same statistics on every machine.
SAMPLED = (2_000, 20_000)

_RULES = (
    "a table grows as those that it points to, a partition as its parent",
    "a materialized view grows as what it reads, by the most",
    "pages, index entries and heights grow with the rows",
    "fractions and fixed numbers of distinct values stay, but for foreign keys' columns",
)
_SAMPLE_RULE = (
    "each table and column grows as it does from {:,} to {:,} rows of sample data, by a power law"
)


def folder_of(project: Base) -> Path:
    """Answers where a tree's statistics sets are."""
    return project.tree.folder / "statistics"


def names_of(project: Base) -> list[str]:
    """Answers the names of a tree's statistics sets."""
    return [one.stem for one in sorted(folder_of(project).glob("*.json"))]


def read_named(project: Base, name: str) -> StatisticsSet:
    """Answers a statistics set by its name in sql/statistics/, or by its file.

    Args:
        project: whose tree.
        name: a name without `.json`, or the path of a file.

    Raises:
        BadRequestError: there is none.
        BadTreeError: the file is no statistics set.
    """
    file = Path(name) if name.endswith(".json") else folder_of(project) / f"{name}.json"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        known = names_of(project)
        if known:
            hint = did_you_mean(name, known)
        else:
            hint = f"Take one from a database: refdb statistics export {name} --target URL"
        missing = isinstance(error, FileNotFoundError)
        raise BadRequestError(
            f"there is no statistics set {name}" if missing else f"{file} cannot be read",
            hint=hint,
        ) from None
    return statistics.read_set(text, str(file))


def export(
    project: Base,
    file: Path | None,
    *,
    redact: bool,
    columns: Collection[str],
) -> Exported:
    """Writes the target's statistics set."""
    with project.connected() as (conn, where):
        found = statistics.read_statistics(conn)
    if redact or columns:
        found = statistics.redacted(found, None if redact else columns)
    return _write(found, where, file)


def show(project: Base, name: str) -> Shown:
    """Answers a statistics set as a table."""
    return Shown(read_named(project, name), name)


def scale(
    project: Base,
    name: str,
    rows: Mapping[str, int],
    file: Path | None,
    *,
    postgres: int | None,
) -> Exported:
    """Writes a set as if tables had other numbers of rows."""
    whole = read_named(project, name)
    made = statistics.scaled(whole, rows, links_of(project, postgres))
    return _write(made, f"{name} scaled", file, _RULES)


def links_of(project: Base, postgres: int | None) -> Sequence[Link]:
    """Answers what grows with what in the schema that the migrations give."""
    with (
        open_for(project, postgres=postgres, sample=None) as opened,
        db.failures(),
        db.connect(opened.url) as conn,
    ):
        return statistics.read_links(conn)


def from_sample(project: Base, rows: int, file: Path | None, *, postgres: int | None) -> Exported:
    """Writes the set that sample data of so many rows would have."""
    made = sampled(project, rows, postgres=postgres)
    return _write(made, f"sample data of {rows:,} rows", file, (_SAMPLE_RULE.format(*SAMPLED),))


def sampled(project: Base, rows: int, *, postgres: int | None) -> StatisticsSet:
    """Answers the statistics set of sample data of any size, from two small ones.

    Args:
        project: whose tree.
        rows: rows of sample data that there should be.
        postgres: major version of the throwaways.

    Raises:
        BadRequestError: the tree has no sample data.
    """
    small, large = samples_of(project, postgres=postgres)
    return statistics.grown(small, large, rows)


def samples_of(
    project: Base, *, postgres: int | None
) -> tuple[statistics.Sampled, statistics.Sampled]:
    """Answers the statistics sets of the two sizes of sample data."""
    found = []
    for rows in SAMPLED:
        with ExitStack() as stack:
            opened = stack.enter_context(open_for(project, postgres=postgres, sample=rows))
            stack.enter_context(db.failures())
            conn = stack.enter_context(db.connect(opened.url))
            found.append(statistics.Sampled(rows, statistics.read_statistics(conn)))
    return found[0], found[1]


def free(project: Base, name: str, *, overwrite: bool) -> Path | None:
    """Answers the file to write a set to, None for standard output.

    Args:
        project: whose tree.
        name: the set's name, a path that ends in `.json`, or `-`.
        overwrite: the file may be there.

    Raises:
        RefusedError: it is there.
    """
    if name == "-":
        return None
    file = Path(name) if name.endswith(".json") else folder_of(project) / f"{name}.json"
    if file.exists() and not overwrite:
        raise RefusedError(f"{file} is there already", hint="Write it anew with --overwrite.")
    return file


def _write(
    made: StatisticsSet, origin: str, file: Path | None, rules: tuple[str, ...] = ()
) -> Exported:
    text = statistics.written(made)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Exported(made, origin, file, text, rules)
