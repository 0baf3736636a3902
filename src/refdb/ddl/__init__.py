"""Which statements make a snapshot's entries again, exactly, or drop them."""

from refdb.ddl.replacing import REPLACEABLE, or_replace
from refdb.ddl.write import create, drop, gaps, replace, with_dependents

__all__ = ["REPLACEABLE", "create", "drop", "gaps", "or_replace", "replace", "with_dependents"]
