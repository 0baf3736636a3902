"""What the planner would do with a query: asked, read into values, told in words."""

from refdb.explain.ask import Origin, plan_of, values_of
from refdb.explain.branches import Branch, branches
from refdb.explain.node import NODE_TYPES, Actual, Node, Plan, read_plan
from refdb.explain.shape import shape
from refdb.explain.words import conditions, head, how_many, short, words

__all__ = [
    "NODE_TYPES",
    "Actual",
    "Branch",
    "Node",
    "Origin",
    "Plan",
    "branches",
    "conditions",
    "head",
    "how_many",
    "plan_of",
    "read_plan",
    "shape",
    "short",
    "values_of",
    "words",
]
