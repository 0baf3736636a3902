"""What did this statement lock, rewrite and read? Observed on a throwaway, never guessed."""

from refdb.locks.image import Image, row_widths, survey
from refdb.locks.migrations import Observed, observe_migrations
from refdb.locks.model import Model
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
from refdb.locks.waits import Wait, waits

__all__ = [
    "CONFLICTS",
    "Blocks",
    "FullRead",
    "Image",
    "IndexBuild",
    "Lock",
    "Mode",
    "Model",
    "Observation",
    "Observed",
    "Relation",
    "Rewrite",
    "Wait",
    "observe",
    "observe_alone",
    "observe_migration",
    "observe_migrations",
    "row_widths",
    "survey",
    "waits",
]
