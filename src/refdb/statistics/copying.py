"""Makes planning copies: databases with the schema of a throwaway and the size of production."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.errors import CannotConnectError
from refdb.queries import load
from refdb.statistics.ends import keys_of
from refdb.statistics.hold import held
from refdb.statistics.inflate import inflate
from refdb.statistics.locale import sort_as
from refdb.statistics.put import OPTIONS, put_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Final

    from refdb.db import Connection
    from refdb.statistics.hold import Files
    from refdb.statistics.values import StatisticsSet

# In this database of the server nobody makes anything. New databases are made from it, and wait for
# whoever is in it: so nobody stays there.
_QUIET: Final = "template1"
_PREFIX: Final = "refdb_plan_"


@dataclass(frozen=True)
class PlanningCopy:
    """A database to plan in, and for nothing else: a query that is run there finds no rows.

    Attributes:
        url: its URL, for a superuser; valid inside the context.
        notes: in words, where it is not what the statistics say.
    """

    url: str
    notes: tuple[str, ...] = ()


@contextmanager
def planning_copy(url: str, data: Path, wanted: StatisticsSet) -> Iterator[PlanningCopy]:
    """Makes a copy of a throwaway's database that plans as a set of statistics says.

    Indexes are empty and files have holes for pages, so it takes little room however large it
    seems. The throwaway's own database stays as it is. Several copies may be open at once.

    Args:
        url: the URL of the throwaway's database, in which nobody may be.
        data: the throwaway's data directory.
        wanted: the statistics.

    Raises:
        RefusedError: this is not a throwaway that refdb runs.
        StatementFailedError: somebody is in its database, or the server refused the statistics.
        CannotConnectError: it does not answer.
    """
    made = ""
    try:
        with db.failures(), db.connect(_url_of(url, _QUIET)) as quiet, held(quiet, data) as hold:
            made = _created(quiet, str(conninfo_to_dict(url)["dbname"]))
            copy = _url_of(url, made)
            notes = sort_as(quiet, copy, made, wanted.source)
            notes += _fill(quiet, hold.files_of(quiet, made), copy, wanted)
        yield PlanningCopy(copy, tuple(notes))
    finally:
        if made:
            _drop(url, made)


def _created(quiet: Connection, original: str) -> str:
    """Makes a copy of a database; answers its name."""
    name = f"{_PREFIX}{secrets.token_hex(6)}"
    text = SQL(load("statistics/create_copy"))
    quiet.execute(text.format(name=Identifier(name), original=Identifier(original)))
    return name


def _drop(url: str, name: str) -> None:
    """Removes a copy, unless its server has gone before it."""
    text = SQL(load("statistics/drop_copy"))
    with suppress(CannotConnectError), db.connect(_url_of(url, _QUIET)) as quiet:
        quiet.execute(text.format(name=Identifier(name)))


def _fill(quiet: Connection, files: Files, url: str, wanted: StatisticsSet) -> list[str]:
    """Puts statistics, sizes and settings into a copy; answers what could not be done."""
    with db.connect(url, **OPTIONS) as conn:
        decided, notes = put_in(conn, wanted)
        known = dict(conn.execute(load("statistics/settings")).fetchall())
        ends = [one.ends for one in decided.files if one.ends]
        inflate(files, decided.files, keys_of(conn, files, ends))
    changed = {key: value for key, value in wanted.settings.items() if known.get(key) != value}
    name = str(conninfo_to_dict(url)["dbname"])
    _set(quiet, name, {key: value for key, value in changed.items() if key in known})
    missing = [f"the setting {key} is not known here" for key in changed if key not in known]
    return [*decided.notes, *notes, *missing]


def _set(quiet: Connection, name: str, settings: Mapping[str, str]) -> None:
    with quiet.pipeline():
        for key, value in settings.items():
            quiet.execute(
                SQL(load("statistics/set_in_copy")).format(
                    name=Identifier(name), setting=Identifier(key), value=Literal(value)
                )
            )


def _url_of(url: str, database: str) -> str:
    """Answers the URL of another database of the same server."""
    parts = conninfo_to_dict(url)
    host = quote(str(parts.get("host", "")), safe="")
    user = quote(str(parts.get("user", "")), safe="")
    return f"postgresql://{user}@/{database}?host={host}&port={parts.get('port', 5432)}"
