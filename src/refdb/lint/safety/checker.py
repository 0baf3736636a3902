"""The checker of safety: squawk finds, what the tree and a throwaway tell corrects."""

from __future__ import annotations

import hashlib
import re
from importlib import metadata
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.late import late
from refdb.lint.checkers import Part
from refdb.lint.safety.rules import RULES
from refdb.lint.stamp import stamp
from refdb.tree import ROLLBACK_SUFFIX, Migration, Script
from refdb.tree.headers import read_flag

with late():
    from refdb.lint.safety import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.findings import Finding
    from refdb.lint.checkers import Edit, Ground, Rule
    from refdb.lint.sources import Source

_DEPENDS = re.compile(r"^-- *depends: *(.+)$", re.MULTILINE)
_ROOMS = ("lint/safety", "lint/safety/written", "locks", "sqltext")


class SafetyChecker:
    """Who waits for a migration, and what would make it fail or break what runs meanwhile."""

    name = "safety"
    rules: Sequence[Rule] = RULES

    def identity(self, ground: Ground) -> str:
        """See Checker."""
        from refdb.lint.safety.places import means  # noqa: PLC0415 - asked for once in a run

        rows = ",".join(f"{name}={count}" for name, count in sorted(ground.rows.items()))
        return "|".join((stamp(*_ROOMS), metadata.version("pglast"), *means(ground), rows))

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """See Checker: a migration's answer hangs on all those before it."""
        found, before = [], hashlib.sha256()
        applied = _in_name_order(sources)
        if any(_depends_on_later(one) for one in applied):
            for one in applied:
                before.update(one.digest.encode())
        for one in applied:
            before.update(one.digest.encode())
            found.append(Part(one, before.hexdigest()))
        return found

    def check(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Mapping[str, tuple[Finding, ...]]:
        """See Checker."""
        wanted = {one.source.path.stem for one in parts}
        found = look.look(migrations_of(sources), wanted, ground)
        return {one.digest: found.get(one.source.path.stem, ()) for one in parts}

    def fixes(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Sequence[Edit]:
        """See Checker."""
        from refdb.lint.safety.written.fixing import edits  # noqa: PLC0415 - only --fix pays for it

        found = self.check(parts, sources, ground)
        wanted = {one.source.path.stem: found[one.digest] for one in parts}
        return edits(migrations_of(sources), sources, wanted, ground)


def _in_name_order(sources: Sequence[Source]) -> list[Source]:
    """The tree's own, then those that are kept beside it for whoever wants them."""
    applied = (one for one in sources if one.kind == "migration")
    return sorted(applied, key=lambda one: (one.path.parent.name != "migrations", one.path.name))


def _depends_on_later(source: Source) -> bool:
    found = (name for line in _DEPENDS.findall(source.text) for name in line.split())
    return any(name > source.path.stem for name in found)


def migrations_of(sources: Sequence[Source]) -> tuple[Migration, ...]:
    """Answers the migrations whose headers can be read, in the order in which they are applied."""
    rollbacks = {
        one.path.name.removesuffix(ROLLBACK_SUFFIX): one
        for one in sources
        if one.kind == "rollback"
    }
    found: dict[str, Migration] = {}
    for source in _in_name_order(sources):
        try:
            found[source.path.stem] = _migration(source, rollbacks.get(source.path.stem))
        except RefdbError:
            continue  # what is wrong with it is another checker's finding
    return _ordered(found)


def _migration(source: Source, rollback: Source | None) -> Migration:
    script = Script(source.file, source.text, source.header)
    undo = Script(rollback.file, rollback.text, rollback.header) if rollback else None
    depends = tuple(dict.fromkeys(script.header.get("depends").split()))
    transactional = read_flag(script.header, "transactional", script.file, default=True)
    return Migration(source.path.stem, script, undo, depends, transactional)


def _ordered(found: dict[str, Migration]) -> tuple[Migration, ...]:
    """Each after what it depends on; what is missing or goes round is another check's finding."""
    done: dict[str, Migration] = {}

    def visit(one: Migration, path: tuple[str, ...]) -> None:
        for wanted in one.depends:
            if wanted in found and wanted not in done and wanted not in path:
                visit(found[wanted], (*path, one.id))
        done.setdefault(one.id, one)

    for one in found.values():
        visit(one, (one.id,))
    return tuple(done.values())


CHECKER = SafetyChecker()
