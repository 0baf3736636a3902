"""What the planner knows of a large database: read from it, kept in a file, put into a copy."""

from refdb.statistics.columns import Column, ColumnStatistics, Combined, MostCommonRow, Slot
from refdb.statistics.file import written
from refdb.statistics.reading import read_set
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
    "MostCommonRow",
    "Relation",
    "Slot",
    "Source",
    "StatisticsSet",
    "read_set",
    "written",
]
