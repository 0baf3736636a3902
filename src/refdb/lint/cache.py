"""What checkers answered before, by the digest of what they looked at: one file a project."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refdb import __version__
from refdb.config import cache_home
from refdb.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MADE_BY = f"refdb {__version__}, form 1"
_MOST_ANSWERS = 20_000  # of one project; the ones used last are kept
_MOST_BYTES = 32 * 1024 * 1024
_MOST_PROJECTS = 64
_HERE = Path(__file__).parent

_Answers = dict[str, list[list[Any]]]


class Cache:
    """What is known of one project. A cache that cannot be read or written is an empty one.

    Args:
        root: the project's folder; None for a cache that keeps nothing.
    """

    def __init__(self, root: Path | None) -> None:
        self._file = _file_of(root) if root else None
        self._answers: _Answers = _read(self._file) if self._file else {}
        self._used: _Answers = {}
        self._is_changed = False

    def get(self, key: str) -> tuple[Finding, ...] | None:
        """Answers what was found under a key; None where nothing is known."""
        kept = self._answers.get(key)
        try:
            found = None if kept is None else tuple(map(_finding, kept))
        except (TypeError, ValueError):  # somebody else's file
            return None
        if kept is not None:
            self._used[key] = kept
        return found

    def put(self, key: str, findings: tuple[Finding, ...]) -> None:
        """Keeps what was found."""
        self._used[key] = [_fields(one) for one in findings]
        self._is_changed = True

    def write(self) -> None:
        """Writes what is new; what other processes wrote in between is kept."""
        if self._file is None or not self._is_changed:
            return
        with suppress(OSError):  # such as a home that is read only
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            answers = {**_read(self._file), **self._answers}
            for key in self._used:  # to the end: these were used last
                answers.pop(key, None)
            _write(self._file, dict([*answers.items(), *self._used.items()][-_MOST_ANSWERS:]))
            _tidy(self._file.parent)


def key_of(checker: str, identity: str, digest: str) -> str:
    """Answers the key of an answer: of which checker, written and configured how, about what."""
    said = f"{checker}\0{_code_of(checker)}\0{identity}\0{digest}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@cache
def _code_of(checker: str) -> str:
    """Another refdb's rules may answer otherwise under the same name, and a developer's do."""
    stamps = (*_stamps(_HERE / checker), *_stamps(_HERE.parent / "queries" / "lint"))
    return hashlib.sha256("\0".join(sorted(stamps)).encode()).hexdigest()


def _file_of(root: Path) -> Path | None:
    configured = cache_home()
    try:
        base = Path(configured) if Path(configured).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # there is no home
        return None
    name = hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return base / "refdb" / "lint" / f"{name}.json"


def _read(file: Path) -> _Answers:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
        kept = json.loads(raw) if len(raw) <= _MOST_BYTES else {}
        answers = kept["answers"] if kept["made_by"] == _MADE_BY else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


def _write(file: Path, answers: Mapping[str, object]) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
            kept = {"made_by": _MADE_BY, "answers": answers}
            stream.write(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tidy(folder: Path) -> None:
    """Deletes the files of projects that nobody linted for longest."""
    files = sorted((one.stat().st_mtime, one) for one in folder.glob("*.json"))
    for _, one in files[:-_MOST_PROJECTS]:
        one.unlink(missing_ok=True)


def _stamps(folder: Path) -> Iterator[str]:
    try:
        inside = list(os.scandir(folder))
    except OSError:
        return
    for one in inside:
        if one.is_dir(follow_symlinks=False):
            if one.name not in {"__pycache__", "pages"}:
                yield from _stamps(Path(one.path))
        else:
            known = one.stat()
            yield f"{one.path} {known.st_mtime_ns} {known.st_size}"


def _fields(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        finding.object,
        finding.message,
        int(finding.level),
        finding.file,
        finding.line,
        finding.hint,
        finding.column,
    ]


def _finding(fields: list[Any]) -> Finding:
    rule, about, message, level, file, line, hint, column = fields
    return Finding(rule, about, message, Level(level), file, line, hint, column)
