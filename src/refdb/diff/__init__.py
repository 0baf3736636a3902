"""Two snapshots, and what changed between them. Pure."""

from refdb.diff.change import Action, Change, Level
from refdb.diff.compare import diff

__all__ = ["Action", "Change", "Level", "diff"]
