"""Names of the databases that refdb makes on a server that is not its own."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

PREFIX: Final = "refdb_throwaway_"
CLONE: Final = "_clone_"

#: The comment of such a database.
MARKER: Final = "refdb throwaway: dropped when the command that made it ends"

_TOKEN = re.compile(rf"{PREFIX}\d+_([0-9a-f]{{12}})")


def new_name(home: int) -> str:
    """Answers the name of a new throwaway database.

    Args:
        home: the oid of the database whose session holds its lock: such a lock can be seen from
            sessions of the same database only, so the name says where to look.
    """
    return f"{PREFIX}{home}_{secrets.token_hex(6)}"


def pattern(home: int) -> str:
    """Answers which names databases have whose locks are held from one, as a regular expression.

    Args:
        home: its oid.
    """
    return rf"^{PREFIX}{home}_[0-9a-f]{{12}}({CLONE}[0-9a-f]{{8}}_\d+)?$"


def pattern_of(name: str) -> str:
    """Answers which names a throwaway and its clones have, as the server's regular expression."""
    return rf"^{re.escape(name)}({CLONE}[0-9a-f]{{8}}_\d+)?$"


def lock_of(name: str) -> int:
    """Answers the number of the lock that says that somebody lives for a database.

    Args:
        name: a throwaway's name, or the name of a clone of it.
    """
    match = _TOKEN.match(name)
    return int(match[1], 16) if match else 0
