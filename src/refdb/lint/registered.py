"""The checkers there are, in the order in which they are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.lint import bodies, house, safety, style

if TYPE_CHECKING:
    from refdb.lint.checkers import Checker

#: Each is light to import: what it works with is imported when it checks.
CHECKERS: tuple[Checker, ...] = (
    style.CHECKER,
    safety.CHECKER,
    house.CHECKER,
    bodies.CHECKER,
)
