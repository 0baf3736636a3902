"""Which statements make a snapshot's entries again, exactly, or drop them."""

from refdb.ddl.write import create, drop, with_dependents

__all__ = ["create", "drop", "with_dependents"]
