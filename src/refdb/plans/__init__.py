"""Contracts: is every query planned as its file promises?"""

from refdb.plans.breach import Breach
from refdb.plans.check import Verdict, check, refused
from refdb.plans.judge import judge
from refdb.plans.limits import misjudged, number
from refdb.plans.relations import Relation, Relations, read_relations
from refdb.plans.size import LOADED_ROWS, NO_SIZE, Size, sizes_of

__all__ = [
    "LOADED_ROWS",
    "NO_SIZE",
    "Breach",
    "Relation",
    "Relations",
    "Size",
    "Verdict",
    "check",
    "judge",
    "misjudged",
    "number",
    "read_relations",
    "refused",
    "sizes_of",
]
