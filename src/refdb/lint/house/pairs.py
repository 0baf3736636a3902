"""Rules over files beside each other: pairs, numbers, phases, what a rollback loses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.findings import Finding, Level
from refdb.lint.checkers import Rule
from refdb.lint.house.text import OBJECTS, Found, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from refdb.lint.sources import Source

_ROLLBACK = ".rollback"
_OWN = "migrations"
_NAME = re.compile(r"^(\d+)_[a-z][a-z0-9_]*$")
_LONGEST_COUNTER = 6  # digits; a longer number is a time, and times have gaps
_NOTHING = re.compile(r"^nothing\W*$", re.IGNORECASE)
_DESTROYED = {
    "OBJECT_TABLE": "a table",
    "OBJECT_SCHEMA": "a schema",
    "OBJECT_SEQUENCE": "a sequence",
}


@dataclass(frozen=True)
class Files:
    """The migrations of one folder, beside everything that the tree has.

    Attributes:
        sources: the files of that folder.
        others: every file of the tree.
    """

    sources: tuple[Source, ...]
    others: tuple[Source, ...]

    @cached_property
    def migrations(self) -> dict[str, Source]:
        """The apply files by id, in the order of their names."""
        found = (one for one in self.sources if one.kind == "migration")
        return {one.path.stem: one for one in sorted(found, key=lambda one: one.path.name)}

    @cached_property
    def rollbacks(self) -> dict[str, Source]:
        """The rollback files by their migration's id."""
        found = (one for one in self.sources if one.kind == "rollback")
        return {one.path.stem.removesuffix(_ROLLBACK): one for one in found}

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """Every apply file of the tree by id: an optional step depends on the tree's own."""
        return {one.path.stem: one for one in self.others if one.kind == "migration"}


def folders(sources: Iterable[Source]) -> Iterator[Files]:
    """Answers the files of a tree, folder by folder."""
    everything = tuple(sources)
    by_folder: dict[Path, list[Source]] = {}
    for one in everything:
        by_folder.setdefault(one.path.parent, []).append(one)
    for inside in by_folder.values():
        yield Files(tuple(inside), everything)


@dataclass(frozen=True)
class TreeRule:
    """A rule that several files decide together.

    Attributes:
        rule: its name, summary and level.
        find: answers the files that break it, and where.
    """

    rule: Rule
    find: Callable[[Files], Iterable[tuple[Source, Found]]]

    def findings(self, files: Files) -> Iterator[Finding]:
        """Answers the findings of a tree."""
        yield from (finding(self.rule, source, one) for source, one in self.find(files))


def _holds(
    name: str, summary: str, level: Level = Level.ERROR
) -> Callable[[Callable[[Files], Iterable[tuple[Source, Found]]]], TreeRule]:
    return lambda find: TreeRule(Rule(f"house/{name}", summary, level), find)


@_holds("pair-missing", "every migration has a rollback, or a reason why not")
def pair_missing(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers migrations without a way back, and the rollbacks of those that have none."""
    for identity, one in files.migrations.items():
        back = files.rollbacks.get(identity)
        is_final = "irreversible" in one.header
        if back is None and not is_final:
            yield (
                one,
                Found(
                    1,
                    "has no rollback, so nothing can bring back what was",
                    f"Write {identity}.rollback.sql, or `-- irreversible: reason` on top of this.",
                ),
            )
        elif back is not None and not back.statements and not is_final:
            yield (
                back,
                Found(1, "a rollback that does nothing", "Write what undoes its migration."),
            )
        elif back is not None and back.statements and is_final:
            yield (
                one,
                Found(
                    one.header.line("irreversible"),
                    "is irreversible, and has a rollback",
                    "Take the line out, or delete the rollback.",
                ),
            )
    for identity, back in files.rollbacks.items():
        if identity not in files.migrations:
            yield (
                back,
                Found(1, "is a rollback without its migration", "Rename it after its migration."),
            )


@_holds("file-name", "a migration is named by a number and words in snake_case")
def file_name(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers migrations whose name tells neither order nor purpose."""
    for identity, one in files.migrations.items():
        if not _NAME.match(identity):
            yield (
                one,
                Found(
                    1,
                    f"{identity} is no number with words in snake_case",
                    "Name it like 0007_add_campaign_cap.sql.",
                ),
            )


def _numbered(files: Files) -> list[tuple[int, Source]]:
    found = ((_NAME.match(identity), one) for identity, one in files.migrations.items())
    return [(int(match[1]), one) for match, one in found if match]


@_holds("number-twin", "no two migrations have the same number")
def number_twin(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers migrations whose order is an accident of their names."""
    first: dict[int, Source] = {}
    for number, one in _numbered(files):
        other = first.setdefault(number, one)
        if other is not one:
            yield (
                one,
                Found(
                    1,
                    f"has the same number as {other.path.stem}",
                    "Give the one that is not applied anywhere the next number.",
                ),
            )


@_holds("number-gap", "migrations are numbered without gaps", Level.NOTE)
def number_gap(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers migrations before which a number is missing; times as numbers have gaps."""
    numbered = [(n, one) for n, one in _numbered(files) if len(str(n)) <= _LONGEST_COUNTER]
    for (before, _), (number, one) in pairwise(numbered):
        if number > before + 1:
            yield (
                one,
                Found(
                    1,
                    f"no migration has the number {before + 1:04}",
                    "A file may be missing here; else number those that are applied nowhere anew.",
                ),
            )


@_holds("contract-phase", "what contracts comes after what expands, and depends on it")
def contract_phase(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers contracting migrations that depend on no expanding one.

    Steps that are in the tree only when somebody copies them get what they depend on then.
    """
    for one in files.migrations.values():
        is_contract = one.header.get("phase") == "contract" and one.path.parent.name == _OWN
        if is_contract and not any(_phases_below(one, files, set())):
            yield (
                one,
                Found(
                    one.header.line("phase"),
                    "contracts, and depends on no migration that expands",
                    "Write `-- depends: id` of the migration with `-- phase: expand`.",
                ),
            )


def _phases_below(one: Source, files: Files, seen: set[str]) -> Iterator[bool]:
    for identity in one.header.get("depends").split():
        below = files.by_id.get(identity)
        if below is not None and identity not in seen:
            seen.add(identity)
            yield below.header.get("phase") == "expand"
            yield from _phases_below(below, files, seen)


@_holds("requires-known", "`requires` names files of the tree")
def requires_known(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers what an object requires and no file defines."""
    known = {one.path.stem for one in files.others if one.kind in OBJECTS}
    for one in files.sources:
        if one.kind not in OBJECTS:
            continue
        for name in re.split(r"[,\s]+", one.header.get("requires")):
            if name and name not in known:
                yield (
                    one,
                    Found(
                        one.header.line("requires"),
                        f"requires {name}, which no object's file has as its name",
                        f"Take {name} out, or correct it.",
                    ),
                )


@_holds("destructive-loses", "a rollback says what data goes with it")
def destructive_loses(files: Files) -> Iterator[tuple[Source, Found]]:
    """Answers rollbacks that say nothing of what they, or their migrations, destroy."""
    for identity, back in files.rollbacks.items():
        if not _NOTHING.match(back.header.get("loses")):
            continue
        forth = files.migrations.get(identity)
        for source, who in ((back, "it"), (forth, "its migration")):
            found = next(_destroyed(source), None) if source else None
            if found:
                line, what = found
                where = f", line {line}" if source is forth else ""
                yield (
                    back,
                    Found(
                        line if source is back else back.header.line("loses"),
                        f"loses nothing, it says, and {who} destroys {what}{where}",
                        "Write `-- loses: what is gone after it, and from where it comes back`.",
                    ),
                )
                break


def _destroyed(source: Source) -> Iterator[tuple[int, str]]:
    """What a file's statements destroy, each with its line."""
    made: set[str] = set()
    for one in source.statements:
        if one.first_word not in {"drop", "alter", "truncate", "delete", "create"}:
            continue
        node = sqltext.parsed(one.text)
        if type(node).__name__ == "CreateStmt":
            made.add(node.relation.relname)
        yield from ((one.line, what) for what in _lost(node, made))


def _lost(node: Any, made: set[str]) -> Iterator[str]:
    match type(node).__name__:
        case "DropStmt" if node.removeType.name in _DESTROYED:
            names = [one[-1].sval if isinstance(one, tuple) else one.sval for one in node.objects]
            kind = _DESTROYED[node.removeType.name]
            yield from (f"{kind}, {name}" for name in names if name not in made)
        case "TruncateStmt":
            yield f"the rows of {node.relations[0].relname}"
        case "DeleteStmt":
            yield f"rows of {node.relation.relname}"
        case "AlterTableStmt":
            for command in node.cmds:
                if command.subtype.name == "AT_DropColumn" and node.relation.relname not in made:
                    yield f"a column, {node.relation.relname}.{command.name}"


RULES: Sequence[TreeRule] = (
    pair_missing,
    file_name,
    number_twin,
    number_gap,
    contract_phase,
    requires_known,
    destructive_loses,
)
