"""URLs of the databases of one server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from typing import Final

# In this database of a throwaway nobody makes anything. New databases are made from it, and wait
# for whoever is in it: so nobody stays there.
QUIET: Final = "template1"


def url_of(url: str, database: str) -> str:
    """Answers the URL of another database of the same server.

    Args:
        url: the URL of one of its databases.
        database: the other one's name.
    """
    parts = urlsplit(url)  # urlunsplit leaves out the slashes where there is no host
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{quote(database, safe='')}{query}"


def database_of(url: str) -> str:
    """Answers the name of the database that a URL leads to."""
    return unquote(urlsplit(url).path.removeprefix("/"))
