"""Writes migrations anew: each unsafe statement as steps, in files of their own with rollbacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.lint.checkers import Edit
from refdb.lint.safety.rules import BY_WORDS
from refdb.lint.safety.told import read
from refdb.lint.safety.world import World
from refdb.lint.safety.written.steps import ALONE, Step, grouped, header
from refdb.lint.safety.written.takeback import take_out
from refdb.tree import ROLLBACK_SUFFIX, read_repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from refdb.findings import Finding
    from refdb.lint.checkers import Ground
    from refdb.lint.safety.told import Read
    from refdb.lint.sources import Source
    from refdb.tree import Migration

_NUMBER = re.compile(r"(\d+)_(.+)")
_NEWEST = 18
_FIXABLE = {rule.name for rule in BY_WORDS.values() if rule.fixable}


def edits(
    migrations: Sequence[Migration],
    sources: Sequence[Source],
    found: Mapping[str, Sequence[Finding]],
    ground: Ground,
) -> list[Edit]:
    """Answers the files of the migrations that are asked about, written anew.

    A migration is left as it is where its steps need numbers that others have, or where its
    rollback takes back in a way of its own what the steps take back.

    Args:
        migrations: the tree's, in order.
        sources: every file.
        found: the findings of the migrations that are asked about, by their ids.
        ground: the server's version.
    """
    world = World(major=ground.postgres or _NEWEST)
    paths = {one.path.stem: one.path for one in sources if one.kind == "migration"}
    taken = {number for one in migrations if (number := _number(one.id)) is not None}
    done: list[Edit] = []
    for migration in migrations:
        try:
            reads = read(migration, world)
        except BadTreeError:
            continue
        fixable = [one for one in found.get(migration.id, ()) if one.rule in _FIXABLE]
        plan = _Plan(migration, reads, paths[migration.id], tuple(fixable), taken)
        done += plan.edits() if fixable else ()
    return done


def _number(name: str) -> int | None:
    match = _NUMBER.fullmatch(name)
    return int(match[1]) if match else None


@dataclass(frozen=True)
class _Plan:
    """A migration that is written anew."""

    migration: Migration
    reads: Sequence[Read]
    path: Path
    findings: tuple[Finding, ...]
    taken: set[int]

    def edits(self) -> Iterator[Edit]:
        """Answers its files; none where it cannot be done."""
        steps = self._steps()
        groups = list(grouped(steps))
        names = self._names(groups)
        rollback = self.migration.rollback
        if rollback is None or names is None:
            return
        if read_repeat(self.migration.apply) is not None or not self._can_be_taken_back(groups):
            return
        gone = [text for one in self._changed() if one.instead for text in one.instead.takes_back]
        undone = take_out(rollback, gone, groups)
        if undone is None:
            return
        self.taken.update(number for name in names if (number := _number(name)) is not None)
        yield from self._written(groups, names, undone)

    def _changed(self) -> list[Read]:
        """The statements that are written anew."""
        text = self.migration.apply.served.sql
        lines = {(one.line, one.column) for one in self.findings}
        found = []
        for one in self.reads:
            start = one.statement.start
            place = (text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
            if place in lines and one.instead is not None and one.instead.is_mechanical:
                found.append(one)
        return found

    def _steps(self) -> list[Step]:
        """The migration as steps: each statement with the comments above it."""
        changed = self._changed()
        text, end, found = self.migration.apply.text, self._header_end(), list[Step]()
        for one in self.reads:
            start = one.statement.start
            above = text[end:start]
            end = start + len(one.statement.text)
            is_changed = any(one is each for each in changed)
            steps = one.instead.steps if is_changed and one.instead else (Step(one.statement.text),)
            if not is_changed and not self.migration.transactional:
                steps = (replace(steps[0], how=ALONE),)
            first = replace(steps[0], text=f"{above.lstrip(';').lstrip()}{steps[0].text}")
            found += [first, *steps[1:]]
            end += text[end : end + 1] == ";"
        return found

    def _header_end(self) -> int:
        """Where the header's lines end, counted in characters."""
        end = 0
        for line in self.migration.apply.text.splitlines(keepends=True):
            if not line.startswith("--"):
                break
            end += len(line)
        return end

    def _names(self, groups: Sequence[Sequence[Step]]) -> list[str] | None:
        """The migrations' ids: the first keeps its own, the others take the next numbers."""
        match = _NUMBER.fullmatch(self.migration.id)
        if match is None:
            return [self.migration.id] if len(groups) == 1 else None
        first, width = int(match[1]), len(match[1])
        numbers = range(first + 1, first + len(groups))
        if self.taken & set(numbers):
            return None
        words = [next((one.word for one in group if one.word), "then") for group in groups[1:]]
        more = [
            f"{number:0{width}}_{match[2]}_{word}"
            for number, word in zip(numbers, words, strict=True)
        ]
        return [self.migration.id, *more]

    def _can_be_taken_back(self, groups: Sequence[Sequence[Step]]) -> bool:
        """Every file but the first knows how."""
        return all(any(one.undo for one in group) for group in groups[1:])

    def _written(
        self, groups: Sequence[Sequence[Step]], names: Sequence[str], undone: str
    ) -> Iterator[Edit]:
        top = self.migration.apply.text[: self._header_end()]
        why = self.migration.apply.header.get("why") or "The migration before it is completed."
        for number, (group, name) in enumerate(zip(groups, names, strict=True)):
            lines = header(group[0].how)
            if number:
                before = f"-- why: {why}\n-- depends: {names[number - 1]}\n"
                rollback = _rollback(group)
            else:
                before, rollback = top, undone
                lines = tuple(one for one in lines if one not in top)
            said = ";\n\n".join(one.text.strip() for one in group)
            text = before + "".join(f"{one}\n" for one in lines) + f"\n{said};\n"
            apply = self.path.with_name(f"{name}.sql")
            yield Edit(apply, text, self.findings)
            yield Edit(self.path.with_name(f"{name}{ROLLBACK_SUFFIX}"), rollback, self.findings)


def _rollback(group: Sequence[Step]) -> str:
    loses = ", ".join(dict.fromkeys(one.loses for one in group if one.loses != "nothing"))
    undo = [text for one in reversed(group) for text in one.undo]
    return f"-- loses: {loses or 'nothing'}\n\n" + ";\n".join(undo) + ";\n"
