"""Statements that make an object, so that one that is there need not be dropped. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Kinds that Postgres can replace in place, as far as their signature or columns stay.
_REPLACEABLE = frozenset(("function", "procedure", "view", "trigger"))
_CREATE = re.compile(rf"\A((?:--.*\n)*)create ({'|'.join(sorted(_REPLACEABLE))})\b")


def or_replace(statements: Iterable[str]) -> tuple[str, ...]:
    """Answers the statements of `create` with `or replace` in those that can have it."""
    return tuple(_CREATE.sub(r"\1create or replace \2", one, count=1) for one in statements)
