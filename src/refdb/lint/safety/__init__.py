"""Who waits for a migration, and what to write instead: measured, or read from its text."""

from refdb.lint.safety.checker import CHECKER

__all__ = ["CHECKER"]
