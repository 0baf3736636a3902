"""The lock modes of a relation, what each conflicts with, and what that means for others."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mode(Enum):
    """A lock mode of a relation; its value is the server's name for it."""

    ACCESS_SHARE = "AccessShareLock"
    ROW_SHARE = "RowShareLock"
    ROW_EXCLUSIVE = "RowExclusiveLock"
    SHARE_UPDATE_EXCLUSIVE = "ShareUpdateExclusiveLock"
    SHARE = "ShareLock"
    SHARE_ROW_EXCLUSIVE = "ShareRowExclusiveLock"
    EXCLUSIVE = "ExclusiveLock"
    ACCESS_EXCLUSIVE = "AccessExclusiveLock"

    @property
    def words(self) -> str:
        """Answers its name as SQL writes it, such as `ACCESS EXCLUSIVE`."""
        return self.name.replace("_", " ")


class Blocks(Enum):
    """What of others' work must wait, from nothing to everything; its value is said in reports."""

    NOTHING = "nothing"
    SCHEMA_CHANGES = "schema changes"
    WRITES = "writes"
    READS = "reads and writes"

    @property
    def rank(self) -> int:
        """Answers 0 for nothing to 3 for everything: what ranks higher includes the lower."""
        return list(Blocks).index(self)


# PostgreSQL's documentation, 13.3.1, table "Conflicting Lock Modes": a row, and its crosses.
_CROSSES = {
    "ACCESS_SHARE": "AE",
    "ROW_SHARE": "E AE",
    "ROW_EXCLUSIVE": "S SRE E AE",
    "SHARE_UPDATE_EXCLUSIVE": "SUE S SRE E AE",
    "SHARE": "RE SUE SRE E AE",
    "SHARE_ROW_EXCLUSIVE": "RE SUE S SRE E AE",
    "EXCLUSIVE": "RS RE SUE S SRE E AE",
    "ACCESS_EXCLUSIVE": "AS RS RE SUE S SRE E AE",
}


def short(mode: Mode) -> str:
    """Answers the initials of a mode's words, such as `AE` for ACCESS EXCLUSIVE."""
    return "".join(word[0] for word in mode.words.split())


_BY_INITIALS = {short(mode): mode for mode in Mode}
CONFLICTS = {
    Mode[name]: frozenset(_BY_INITIALS[one] for one in crosses.split())
    for name, crosses in _CROSSES.items()
}


def from_initials(initials: str) -> Mode:
    """Answers the mode that `short` gives these initials.

    Raises:
        KeyError: no mode has them.
    """
    return _BY_INITIALS[initials]


def strongest(modes: Iterable[Mode]) -> tuple[Mode, ...]:
    """Answers the modes that matter where several are held on one relation.

    One whose conflicts another has too is left out. Two may remain: SHARE and SHARE UPDATE
    EXCLUSIVE each keep out something that the other lets in.
    """
    held = set(modes)
    kept = [
        one for one in held if not any(CONFLICTS[one] < CONFLICTS[other] for other in held - {one})
    ]
    return tuple(sorted(kept, key=list(Mode).index))


def blocks(modes: Iterable[Mode]) -> Blocks:
    """Answers what of others waits for a relation on which these modes are held.

    Plain SELECT takes ACCESS SHARE, INSERT, UPDATE, DELETE and MERGE take ROW EXCLUSIVE, and
    VACUUM and the mildest schema changes take SHARE UPDATE EXCLUSIVE. SELECT … FOR UPDATE, which
    waits for EXCLUSIVE, is counted with the writes.
    """
    kept_out = frozenset[Mode]().union(*(CONFLICTS[mode] for mode in modes))
    if Mode.ACCESS_SHARE in kept_out:
        return Blocks.READS
    if Mode.ROW_EXCLUSIVE in kept_out:
        return Blocks.WRITES
    if Mode.SHARE_UPDATE_EXCLUSIVE in kept_out:
        return Blocks.SCHEMA_CHANGES
    return Blocks.NOTHING
