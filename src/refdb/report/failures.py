"""An error as JSON-ready values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from refdb.errors import RefdbError


def error_as_dict(error: RefdbError) -> dict[str, Any]:
    """Answers every part of an error that has something in it."""
    parts = ("file", "line", "column", "message", "detail", "hint", "sqlstate", "statement")
    known = {part: getattr(error, part, None) for part in parts}
    return {"exit_code": error.exit_code} | {key: value for key, value in known.items() if value}
