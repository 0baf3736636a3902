"""What adopting writes and records, and what forbids it. Pure: `--dry-run` shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING

from refdb.adopt import drafts
from refdb.adopt.files import error, warning
from refdb.errors import RefusedError
from refdb.findings import Level
from refdb.tree import ROLLBACK_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refdb.adopt.values import History, Mark, Original, Source
    from refdb.findings import Finding
    from refdb.ledger import Ledger
    from refdb.tree import Migration

_SHORTEST_NUMBER = 4  # digits


@dataclass(frozen=True)
class Item:
    """One migration that is adopted.

    Attributes:
        migration: refdb's.
        version: the tool's name for it.
        mark: the tool's ledger of it; None when the tool has not applied it.
    """

    migration: Migration
    version: str
    mark: Mark | None


@dataclass(frozen=True)
class Adoption:
    """What will be written and recorded.

    Attributes:
        tool: the tool's name; `baseline` for a database that no tool migrated.
        items: the migrations in order.
        findings: errors forbid to adopt; the others are told.
    """

    tool: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """Answers the files that belong into sql/migrations: name to text."""
        texts: dict[str, str] = {}
        for item in self.items:
            texts[f"{item.migration.id}.sql"] = item.migration.apply.text
            if item.migration.rollback:
                texts[f"{item.migration.id}{ROLLBACK_SUFFIX}"] = item.migration.rollback.text
        return texts

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Answers the findings that are told and forbid nothing."""
        return tuple(one for one in self.findings if one.level < Level.ERROR)

    def check(self) -> None:
        """Raises RefusedError for the first error, the others in its `also`."""
        refusals = [_refusal(one) for one in self.findings if one.level is Level.ERROR]
        if refusals:
            first, *others = refusals
            first.also = tuple(others)
            raise first


def _refusal(finding: Finding) -> RefusedError:
    return RefusedError(
        finding.message, file=finding.file, line=finding.line or None, hint=finding.hint
    )


def decide(tool: str, source: Source, history: History, *, place: str, folder: str) -> Adoption:
    """Answers what adopting a tool's files and ledger comes to.

    Args:
        tool: the tool's name.
        source: its files.
        history: its ledger.
        place: its folder, as messages name it.
        folder: sql/migrations, as messages name it.
    """
    marks = {one.version: one for one in history.marks}
    originals = _in_order(source.originals, marks)
    width = max(_SHORTEST_NUMBER, len(str(len(originals))))
    items = tuple(
        Item(
            drafts.draft(one, str(number).zfill(width), tool, folder),
            one.version,
            marks.get(one.version),
        )
        for number, one in enumerate(originals, 1)
    )
    found = chain(
        source.findings,
        history.findings,
        _nothing(tool, originals, source),
        _without_file(tool, originals, marks),
        _edited(tool, originals, marks),
        _out_of_order(tool, originals, marks),
        *(drafts.findings(one, item.migration) for one, item in zip(originals, items, strict=True)),
    )
    return Adoption(tool, items, tuple(_placed(one, place) for one in found))


def _placed(finding: Finding, place: str) -> Finding:
    return replace(finding, file=str(PurePath(place, finding.file))) if finding.file else finding


def _in_order(originals: Sequence[Original], marks: Mapping[str, Mark]) -> tuple[Original, ...]:
    """The tool's order; what it repeats at the end goes behind the last one that is applied."""
    versioned = [one for one in originals if not one.repeatable]
    done = [one for one in originals if one.repeatable and one.version in marks]
    pending = [one for one in originals if one.repeatable and one.version not in marks]
    last = max((n for n, one in enumerate(versioned, 1) if one.version in marks), default=0)
    return (*versioned[:last], *done, *versioned[last:], *pending)


def _nothing(tool: str, originals: Sequence[Original], source: Source) -> Iterator[Finding]:
    if not originals and not source.findings:
        hint = f"Say where its files are: `refdb adopt --from {tool} FOLDER`."
        yield error("empty", "", f"there is no migration of {tool} in this folder", hint)


def _without_file(
    tool: str, originals: Sequence[Original], marks: Mapping[str, Mark]
) -> Iterator[Finding]:
    known = {one.version for one in originals}
    for version in marks:
        if version not in known:
            yield error(
                "missing",
                "",
                f"{tool} has applied {version}, but its file is gone",
                "Bring it back from the history of your repository, then adopt again.",
            )


def _edited(
    tool: str, originals: Sequence[Original], marks: Mapping[str, Mark]
) -> Iterator[Finding]:
    for one in originals:
        kept = marks[one.version].checksum if one.version in marks else ""
        if kept and one.checksum and kept != one.checksum and not one.repeatable:
            yield warning(
                "edited",
                one.up.file,
                f"was changed after {tool} applied it; refdb takes it as it is now",
                "Compare it with what the database has, or put the old text back first.",
            )


def _out_of_order(
    tool: str, originals: Sequence[Original], marks: Mapping[str, Mark]
) -> Iterator[Finding]:
    last = max((n for n, one in enumerate(originals) if one.version in marks), default=0)
    for one in originals[:last]:
        if one.version not in marks:
            yield warning(
                "order",
                one.up.file,
                f"is not applied, but a later one is: out of order for {tool}",
                "Apply it afterwards with `refdb apply --allow-out-of-order`.",
            )


def refused_target(adoption: Adoption, present: Mapping[str, str], seen: Ledger) -> list[Finding]:
    """Answers what a tree and a ledger already hold that forbids to adopt.

    Args:
        adoption: what would be written.
        present: the files in sql/migrations: name to text.
        seen: the target's ledger.
    """
    return [*_refused_files(adoption.files, present), *_refused_ledger(adoption, seen)]


def _refused_files(files: Mapping[str, str], present: Mapping[str, str]) -> Iterator[Finding]:
    """A tree that was adopted before may be there: its other databases are adopted with it."""
    if all(present.get(name) == text for name, text in files.items()):
        return
    strangers = [name for name, text in present.items() if files.get(name) != text]
    if strangers:
        yield error(
            "tree",
            "",
            f"sql/migrations has files of its own: {_listed(strangers)}",
            "Adopt into an empty tree, or move these files away first.",
        )


def _refused_ledger(adoption: Adoption, seen: Ledger) -> Iterator[Finding]:
    own = [
        one.migration_id
        for one in seen.applied
        if adoption.tool != "yoyo" or one.apply_checksum is not None
    ]
    if own or seen.steps:
        names = own or [step.migration_id for step in seen.steps]
        yield error(
            "ledger",
            "",
            f"refdb's ledger has rows in this database already: {_listed(names)}",
            "It is adopted already: `refdb status` shows what is applied.",
        )


def _listed(names: Iterable[str]) -> str:
    first, *others = sorted(names)
    return f"{first} and {len(others)} more" if others else first
