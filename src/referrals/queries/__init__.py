"""Every SQL text that this package runs, as named files."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def load(name: str) -> str:
    """Answers the text of a query.

    Args:
        name: the file's name, without `.sql`.
    """
    return resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
