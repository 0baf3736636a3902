"""Sqitch: a plan, and for each change a script to deploy and one to revert."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.adopt.files import error, part_of
from refdb.adopt.values import History, Mark, Original, Source
from refdb.errors import BadRequestError
from refdb.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from refdb.adopt.values import Row

_SECTION = re.compile(r'^\s*\[(\w+)(?:\s+"([^"]*)")?\]')
_SETTING = re.compile(r"^\s*(\w+)\s*=\s*(.*?)\s*$")
_PRAGMA = re.compile(r"^%(\w[\w-]*)\s*=\s*(.*?)\s*$")
_TAG = re.compile(r"^@(\S+)")
_CHANGE = re.compile(r"^([-+]?)\s*([^\s@#%\[][^\s\[]*)")


@dataclass(frozen=True)
class _Change:
    """One line of the plan: a change, and the tag that its scripts were kept under.

    Attributes:
        name: the change's name.
        turn: how many times the name came before; 0 unless it was reworked.
        tag: the first tag after it, when it was reworked later; empty otherwise.
    """

    name: str
    turn: int
    tag: str = ""

    @property
    def version(self) -> str:
        """Answers what refdb calls it, also in the ledger's rows."""
        return _version(self.name, self.turn)

    @property
    def stem(self) -> str:
        """Answers the name of its scripts."""
        return f"{self.name}@{self.tag}" if self.tag else self.name


def _version(name: str, turn: int) -> str:
    return f"{name} ({turn + 1})" if turn else name


def read(folder: Path) -> Source:
    """Answers the changes of a Sqitch project in the order of its plan.

    Raises:
        BadRequestError: the folder has no plan.
    """
    settings = _settings(folder)
    top = folder / settings.get("top_dir", ".")
    plan = folder / settings.get("plan_file", f"{settings.get('top_dir', '.')}/sqitch.plan")
    if not plan.is_file():
        hint = "Say where the project is: `refdb adopt --from sqitch FOLDER`."
        raise BadRequestError(f"there is no Sqitch plan {plan}", hint=hint)
    lines = part_of(plan.parent, plan).text.split("\n")
    deploy = folder / settings.get("deploy_dir", str(top / "deploy"))
    revert = folder / settings.get("revert_dir", str(top / "revert"))
    suffix = settings.get("extension", "sql")
    originals, findings = [], list(_told(top))
    for change in _changes(lines):
        up, down = deploy / f"{change.stem}.{suffix}", revert / f"{change.stem}.{suffix}"
        if up.is_file():
            originals.append(_original(folder, change, up, down))
        else:
            hint = "Bring it back from the history of your repository."
            name = str(up.relative_to(folder))
            findings.append(error("pair", name, "is in the plan, but is not there", hint))
    return Source(tuple(originals), tuple(findings), _pragmas(lines).get("project", ""))


def _settings(folder: Path) -> dict[str, str]:
    """The keys of sqitch.conf under [core] and [engine "pg"]; the latter win."""
    found: dict[str, dict[str, str]] = {"core": {}, "engine pg": {}}
    path = folder / "sqitch.conf"
    section = ""
    for line in part_of(folder, path).text.split("\n") if path.is_file() else ():
        if head := _SECTION.match(line):
            section = f"{head[1]} {head[2]}" if head[2] else head[1]
        elif (setting := _SETTING.match(line)) and section in found:
            found[section][setting[1]] = setting[2].strip('"')
    return found["core"] | found["engine pg"]


def _pragmas(lines: Sequence[str]) -> Mapping[str, str]:
    return {found[1]: found[2] for line in lines if (found := _PRAGMA.match(line))}


def _changes(lines: Sequence[str]) -> list[_Change]:
    """The plan's changes; one that comes again was reworked, its old scripts have a tag's name."""
    changes: list[_Change] = []
    untagged: list[int] = []
    tags: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for line in map(str.strip, lines):
        if tag := _TAG.match(line):
            tags |= dict.fromkeys(untagged, tag[1])
            untagged.clear()
        elif change := _CHANGE.match(line):
            untagged.append(len(changes))
            changes.append(_Change(change[2], seen[change[2]]))
            seen[change[2]] += 1
    return [
        _Change(one.name, one.turn, tags.get(place, "") if one.turn + 1 < seen[one.name] else "")
        for place, one in enumerate(changes)
    ]


def _original(folder: Path, change: _Change, up: Path, down: Path) -> Original:
    return Original(
        change.version,
        change.name,
        part_of(folder, up),
        part_of(folder, down) if down.is_file() else None,
        checksum=hashlib.sha1(up.read_bytes(), usedforsecurity=False).hexdigest(),
    )


def _told(top: Path) -> Iterator[Finding]:
    if (top / "verify").is_dir():
        yield Finding(
            "adopt/verify",
            "verify",
            "verify scripts stay where they are: refdb does not run them",
            Level.NOTE,
            "verify",
            hint="Write what they show as tests in sql/tests.",
        )


def history(rows: Sequence[Row], source: Source) -> History:
    """Answers the changes in the registry that belong to the project of the plan."""
    seen: Counter[str] = Counter()
    marks = []
    for row in rows:
        if source.project and row["project"] != source.project:
            continue
        # Registries of early versions hold the change's id where the hash belongs.
        kept = row["script_hash"] if row["script_hash"] != row["change_id"] else ""
        version = _version(row["change"], seen[row["change"]])
        marks.append(
            Mark(version, row["applied_at"], applied_by=row["applied_by"], checksum=kept or "")
        )
        seen[row["change"]] += 1
    return History(tuple(marks))
