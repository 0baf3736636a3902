"""A target against its files: missing, changed, extra."""

from refdb.drift.compare import Drifted, compare, unused
from refdb.drift.look import Limits, Looked, look
from refdb.drift.owner import OWNER, with_owner
from refdb.drift.read import read

__all__ = [
    "OWNER",
    "Drifted",
    "Limits",
    "Looked",
    "compare",
    "look",
    "read",
    "unused",
    "with_owner",
]
