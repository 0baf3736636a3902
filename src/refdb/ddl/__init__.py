"""Which statements make a snapshot's entries again, exactly, or drop them."""

from refdb.ddl.replacing import or_replace
from refdb.ddl.write import create, drop, gaps, replace, with_dependents

__all__ = ["create", "drop", "gaps", "or_replace", "replace", "with_dependents"]
