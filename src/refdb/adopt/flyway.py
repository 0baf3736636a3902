"""Flyway: V files, U files that undo them, R files that are repeated; a ledger with checksums."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from refdb.adopt import flyway_history
from refdb.adopt.files import error, part_of, twice
from refdb.adopt.values import History, Original, Source
from refdb.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb.adopt.values import Part, Row

_VERSIONED = re.compile(r"([VUB])(\d+(?:[._]\d+)*)__(.*)\.sql")
_REPEATED = re.compile(r"R__(.*)\.sql")
_PLACEHOLDER = re.compile(r"\$\{[\w:.-]+\}")
_SETTING = re.compile(r"^\s*(\w+)\s*=\s*(\w+)\s*$", re.MULTILINE)


def read(folder: Path) -> Source:
    """Answers Flyway's migrations in a folder and those below it.

    By version, then those that are repeated by name. A B file counts where no V file leads up to
    its version.
    """
    files = sorted(path for path in folder.rglob("*.sql") if path.is_file())
    kinds = {kind: _versioned(folder, files, kind) for kind in "VUB"}
    undo = {one.version: one.up for one in kinds["U"]}
    originals = [*_without_base(kinds["B"], kinds["V"]), *kinds["V"]]
    originals.sort(key=lambda one: sortable(one.version))
    with_undo = [_undone(one, undo) for one in originals]
    repeated = [_repeated(folder, path) for path in files if _REPEATED.fullmatch(path.name)]
    everything = (*with_undo, *sorted(repeated, key=lambda one: one.name))
    findings = [
        *_placeholders(folder, everything),
        *(_told(one) for one in repeated),
        *twice(everything),
    ]
    return Source(everything, tuple(findings))


def sortable(version: str) -> tuple[int, ...]:
    """Answers a version as Flyway compares it: numbers, without zeros at the end."""
    numbers = [int(one) for one in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _versioned(folder: Path, files: Sequence[Path], kind: str) -> list[Original]:
    found = [(_VERSIONED.fullmatch(path.name), path) for path in files]
    return [
        Original(
            flyway_history.normal(match[2]),
            match[3].replace("_", " "),
            part_of(folder, path),
            transactional=_settings(path).get("executeInTransaction") != "false",
            checksum=checksum(part_of(folder, path)),
        )
        for match, path in found
        if match and match[1] == kind
    ]


def _without_base(bases: Sequence[Original], versioned: Sequence[Original]) -> list[Original]:
    """The newest B file, where its version's way up is not there in V files."""
    newest = max(bases, key=lambda one: sortable(one.version), default=None)
    if newest is None:
        return []
    limit = sortable(newest.version)
    return [] if any(sortable(one.version) <= limit for one in versioned) else [newest]


def _undone(one: Original, undo: dict[str, Part]) -> Original:
    return Original(
        one.version,
        one.name,
        one.up,
        undo.get(one.version),
        transactional=one.transactional,
        checksum=one.checksum,
    )


def _repeated(folder: Path, path: Path) -> Original:
    found = _REPEATED.fullmatch(path.name)
    words = found[1].replace("_", " ") if found else path.stem
    part = part_of(folder, path)
    return Original(
        flyway_history.REPEATED + words,
        words,
        part,
        transactional=_settings(path).get("executeInTransaction") != "false",
        checksum=checksum(part),
        repeatable=True,
    )


def _settings(path: Path) -> dict[str, str]:
    """The script's own configuration beside it."""
    beside = path.with_name(f"{path.name}.conf")
    if not beside.is_file():
        return {}
    return dict(_SETTING.findall(part_of(beside.parent, beside).text))


def checksum(part: Part) -> str:
    """Answers Flyway's checksum: CRC-32 of the lines without their ends, as a signed number."""
    lines = part.text.removesuffix("\n").split("\n")
    value = zlib.crc32("".join(lines).encode())
    return str(value - (1 << 32) if value >= 1 << 31 else value)


def _placeholders(folder: Path, originals: Sequence[Original]) -> Iterator[Finding]:
    for part in (part for one in originals for part in (one.up, one.down) if part):
        found = _PLACEHOLDER.search(part.text)
        if found and _settings(folder / part.file).get("placeholderReplacement") != "false":
            yield error(
                "variable",
                part.file,
                f"takes the value of {found[0]} from Flyway's configuration",
                "Write the value in its place; refdb's files are plain SQL.",
                part.text.count("\n", 0, found.start()) + 1,
            )


def _told(one: Original) -> Finding:
    return Finding(
        "adopt/repeatable",
        one.up.file,
        "is repeated by Flyway when it changes; it becomes a migration that runs once",
        Level.NOTE,
        one.up.file,
        hint="Edit what it defines as an object from now on: a file in sql/views, sql/functions …",
    )


def history(rows: Sequence[Row], source: Source) -> History:
    """Answers what flyway_schema_history says is there now; a failed row forbids to go on."""
    return flyway_history.read(rows, source, sortable)
