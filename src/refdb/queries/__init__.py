"""Every SQL text that refdb itself runs, as named files: `room/name.sql`."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def load(name: str) -> str:
    """Answers the text of the query `room/name`.

    Args:
        name: the file's path below this folder, without `.sql`.

    Raises:
        FileNotFoundError: no query has this name.
    """
    return resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
