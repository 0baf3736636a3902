"""What did this statement lock, rewrite and read? Observed on a throwaway, never guessed."""

from refdb.locks.image import Image, survey
from refdb.locks.modes import CONFLICTS, Blocks, Mode
from refdb.locks.observe import observe, observe_alone, observe_migration
from refdb.locks.values import (
    FullRead,
    IndexBuild,
    Lock,
    Observation,
    Relation,
    Rewrite,
)

__all__ = [
    "CONFLICTS",
    "Blocks",
    "FullRead",
    "Image",
    "IndexBuild",
    "Lock",
    "Mode",
    "Observation",
    "Relation",
    "Rewrite",
    "observe",
    "observe_alone",
    "observe_migration",
    "survey",
]
