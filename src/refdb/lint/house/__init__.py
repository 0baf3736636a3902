"""The house's own rules: what sql-style asks of files and of the catalog."""

from refdb.lint.house.checker import CHECKER

__all__ = ["CHECKER"]
