"""How a planning copy sorts texts: as the database that was read, where this machine can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db
from refdb.errors import CannotConnectError
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.statistics.values import Source


def sort_as(quiet: Connection, url: str, name: str, source: Source) -> list[str]:
    """Gives a copy the locale of the database that was read; answers in words what it cannot.

    By its locale the planner knows whether an index serves `like 'x%'`, and where in a histogram a
    text stands.

    Args:
        quiet: a connection to another database of the server.
        url: the copy's URL; nobody has been in it.
        name: its name.
        source: where the statistics were read.
    """
    (here,) = quiet.execute(load("statistics/locale_of"), {"name": name}).fetchall()
    encoding, provider, collate, ctype = here
    wanted = (source.encoding, source.provider, source.collate, source.ctype)
    if not source.collate or tuple(here) == wanted:
        return []
    if (encoding, provider) == wanted[:2] and _takes(quiet, url, name, source):
        return []
    _set(quiet, name, collate, ctype)
    there = f"{source.collate} ({source.provider}, {source.encoding})"
    told = f"sorted by {collate} ({provider}, {encoding}) here"
    return [f"texts were sorted by {there} and are {told}: their ranges may be estimated otherwise"]


def _takes(quiet: Connection, url: str, name: str, source: Source) -> bool:
    """Answers whether the machine knows the locale: without it nobody could connect."""
    _set(quiet, name, source.collate, source.ctype)
    try:
        db.connect(url).close()
    except CannotConnectError:
        return False
    return True


def _set(quiet: Connection, name: str, collate: str, ctype: str) -> None:
    quiet.execute(load("statistics/set_locale"), {"name": name, "collate": collate, "ctype": ctype})
