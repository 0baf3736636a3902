"""What the planner knows of a large database: read from it, kept in a file, put into a copy."""

from refdb.statistics.columns import Column, ColumnStatistics, Combined, MostCommonRow, Slot
from refdb.statistics.copying import PlanningCopy, planning_copy
from refdb.statistics.export import read_statistics
from refdb.statistics.file import written
from refdb.statistics.growth import Sampled, grown
from refdb.statistics.heights import computed_height
from refdb.statistics.links import read_links
from refdb.statistics.reading import read_set
from refdb.statistics.redact import redacted
from refdb.statistics.scale import Link, scaled
from refdb.statistics.values import (
    ExtendedStatistics,
    Gin,
    Index,
    Relation,
    Source,
    StatisticsSet,
)

__all__ = [
    "Column",
    "ColumnStatistics",
    "Combined",
    "ExtendedStatistics",
    "Gin",
    "Index",
    "Link",
    "MostCommonRow",
    "PlanningCopy",
    "Relation",
    "Sampled",
    "Slot",
    "Source",
    "StatisticsSet",
    "computed_height",
    "grown",
    "planning_copy",
    "read_links",
    "read_set",
    "read_statistics",
    "redacted",
    "scaled",
    "written",
]
