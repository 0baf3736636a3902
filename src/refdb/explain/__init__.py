"""What the planner would do with a query: asked, read into values, told in words."""

from refdb.explain.ask import Origin, plan_of
from refdb.explain.node import NODE_TYPES, Actual, Node, Plan, read_plan
from refdb.explain.shape import shape
from refdb.explain.words import how_many, words

__all__ = [
    "NODE_TYPES",
    "Actual",
    "Node",
    "Origin",
    "Plan",
    "how_many",
    "plan_of",
    "read_plan",
    "shape",
    "words",
]
