"""Style: what sqlfluff says of the files, and of the SQL inside functions' bodies."""

from refdb.lint.style.checker import CHECKER

__all__ = ["CHECKER"]
