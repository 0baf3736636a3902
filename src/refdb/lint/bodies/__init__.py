"""What is wrong inside functions: plpgsql_check, or without it creating and looking names up."""

from refdb.lint.bodies.checker import CHECKER

__all__ = ["CHECKER"]
