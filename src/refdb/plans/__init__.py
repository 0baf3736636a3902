"""Contracts: is every query planned as its file promises?"""

from refdb.plans.check import Verdict, check
from refdb.plans.judge import judge
from refdb.plans.relations import Relation, Relations, read_relations

__all__ = ["Relation", "Relations", "Verdict", "check", "judge", "read_relations"]
