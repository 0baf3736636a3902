"""Asks Alembic for the SQL of each revision: run by the interpreter that has Alembic.

No part of refdb is imported here, for that interpreter need not have it. No database is
connected to: Alembic renders offline, through the project's own env.py.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory


def main(ini: str, answer: str) -> None:
    """Writes every revision, from the first on, with its SQL both ways as JSON.

    Args:
        ini: alembic.ini.
        answer: the file to write.
    """
    buffer = io.StringIO()
    config = Config(ini, output_buffer=buffer)
    script = ScriptDirectory.from_config(config)
    revisions = list(script.walk_revisions())[::-1]
    rendered: list[dict[str, Any]] = []

    def render(_: object, context: Any) -> list[Any]:
        buffer_of = context.impl.output_buffer
        for revision in revisions:
            rendered.append(_facts(revision, Path(ini).parent))
            for direction in ("upgrade", "downgrade"):
                rendered[-1][direction] = _sql(revision, direction, buffer_of)
        return []

    with EnvironmentContext(config, script, fn=render, as_sql=True, destination_rev="heads"):
        script.run_env()
    Path(answer).write_text(json.dumps(rendered), encoding="utf-8")


def _facts(revision: Any, folder: Path) -> dict[str, Any]:
    path = Path(revision.path)
    return {
        "version": revision.revision,
        "name": (revision.doc or "").strip(),
        "file": str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name,
        "requires": list(revision._all_down_revisions),  # noqa: SLF001 - depends_on is in no other
    }


def _sql(revision: Any, direction: str, buffer: Any) -> dict[str, str]:
    """The SQL, or why there is none."""
    buffer.seek(0)
    buffer.truncate()
    try:
        getattr(revision.module, direction)()
    except Exception as error:  # noqa: BLE001 - a revision is a program and may raise anything
        return {"error": f"{type(error).__name__}: {error}".split("\n")[0]}
    return {"sql": buffer.getvalue()}


if __name__ == "__main__":
    main(*sys.argv[1:3])
