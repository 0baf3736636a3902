"""Alembic: revisions are programs in Python, whose SQL Alembic itself is asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.adopt.files import error, twice
from refdb.adopt.values import History, Mark, Original, Part, Source
from refdb.errors import BadRequestError, BadTreeError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.adopt.values import Row
    from refdb.findings import Finding

_RENDER = Path(__file__).parent / "programs/alembic_render.py"
_VENVS = (".venv", "venv", "env")


def read(folder: Path, python: Path | None = None) -> Source:
    """Answers Alembic's revisions, the first one first.

    Args:
        folder: the folder with alembic.ini.
        python: the interpreter that has Alembic and what env.py imports; None to look for it.

    Raises:
        BadRequestError: there is no alembic.ini, or its env.py cannot be run offline.
        MissingPartError: no interpreter has Alembic.
    """
    ini = folder / "alembic.ini"
    if not ini.is_file():
        hint = "Say which folder has it: `refdb adopt --from alembic FOLDER`."
        raise BadRequestError(f"there is no {ini}", hint=hint)
    revisions = _rendered(ini, python or _interpreter(folder))
    originals = tuple(_original(one) for one in revisions)
    return Source(originals, (*(_unrenderable(revisions)), *twice(originals)))


def _interpreter(folder: Path) -> Path:
    """The project's own environment first, then refdb's, then the path's."""
    own = [folder / venv / "bin/python" for venv in _VENVS]
    on_path = shutil.which("python3")
    candidates = [*own, Path(sys.executable), *([Path(on_path)] if on_path else [])]
    for python in candidates:
        if python.exists() and _run([str(python), "-c", "import alembic"], folder).returncode == 0:
            return python
    raise MissingPartError(
        "no Python here has Alembic, which alone knows the SQL of its revisions",
        hint="Name the interpreter that your project runs it with: --python .venv/bin/python",
    )


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as wrong:
        hint = "Give --python the file of an interpreter."
        message = f"{command[0]} cannot be run: {wrong.strerror}"
        raise BadRequestError(message, hint=hint) from None


def _rendered(ini: Path, python: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "revisions.json"
        command = [str(python.absolute()), str(_RENDER), str(ini.absolute()), str(answer)]
        done = _run(command, ini.parent)
        if done.returncode == 0 and answer.exists():
            revisions: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
            return revisions
    said = done.stderr.strip().split("\n")[-1] or "it ended without an answer"
    raise BadRequestError(
        f"Alembic cannot render its revisions: {said}",
        file=str(ini),
        hint="`alembic upgrade head --sql` must work there: env.py with an offline mode, and "
        "sqlalchemy.url of a PostgreSQL. Another interpreter is given with --python.",
    )


def _original(revision: Mapping[str, Any]) -> Original:
    up, is_split = _body(revision["upgrade"].get("sql", ""))
    down, is_down_split = _body(revision["downgrade"].get("sql", ""))
    return Original(
        revision["version"],
        revision["name"].split("\n")[0],
        Part(up, revision["file"]),
        Part(down, revision["file"]) if down.strip() else None,
        # An autocommit block ends the transaction and begins another one.
        transactional=not (is_split or is_down_split),
        requires=tuple(revision["requires"]),
    )


def _body(text: str) -> tuple[str, bool]:
    """The SQL without transaction control, and whether there was any."""
    try:
        statements = sqltext.split(text)
    except BadTreeError:
        return text, False
    kept = [one for one in statements if not sqltext.controls_transaction(one)]
    return "\n\n".join(f"{one.text};" for one in kept), len(kept) < len(statements)


def _unrenderable(revisions: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for one in revisions:
        reason = one["upgrade"].get("error") or one["downgrade"].get("error", "")
        if reason.startswith("NotImplementedError") and "error" not in one["upgrade"]:
            continue  # said to be irreversible
        if reason:
            yield error(
                "render",
                one["file"],
                f"has no SQL without a database: {reason}",
                "Write what it does with op.execute() of SQL, guard it with "
                "context.is_offline_mode(), then adopt again.",
            )


def history(rows: Sequence[Row], source: Source) -> History:
    """Answers the heads in alembic_version with everything that they were reached by."""
    by_version = {one.version: one for one in source.originals}
    applied: dict[str, Mark] = {}
    waiting = [row["version"] for row in rows]
    while waiting:
        version = waiting.pop()
        if version not in applied:
            applied[version] = Mark(version)
            waiting.extend(by_version[version].requires if version in by_version else ())
    return History(tuple(applied.values()))
