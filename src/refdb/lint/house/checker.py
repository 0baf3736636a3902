"""The checker `house`: the house's rules over files, over a tree, and over the catalog."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from refdb import db
from refdb.errors import RefdbError
from refdb.findings import Finding, Level
from refdb.late import late
from refdb.lint.checkers import Part, Rule
from refdb.lint.house import (
    functions,
    headers,
    objects,
    pairs,
    schedules,
    statements,
    words,
)
from refdb.lint.house.text import OBJECTS
from refdb.lint.own import of_tree
from refdb.lint.stamp import stamp

with late():
    from refdb.lint.house import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refdb.lint.checkers import Edit, Ground
    from refdb.lint.house.text import TextRule
    from refdb.lint.sources import Source

_CODE = ("lint", "lint/house", "queries/lint", "sqltext")
_FILE, _TREE, _CATALOG = "file", "tree", "catalog"
_TEXT_RULES: tuple[TextRule, ...] = (
    *headers.RULES,
    *statements.RULES,
    *words.RULES,
    *functions.RULES,
    *objects.RULES,
    *schedules.RULES,
)
NOT_CHECKED = Rule("house/not-checked", "the catalog was looked at", Level.NOTE)


class _House:
    """The checker `house`."""

    name = "house"

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Every rule, those over files first."""
        files = (one.rule for one in _TEXT_RULES)
        trees = (one.rule for one in pairs.RULES)
        made = (one.rule for one in catalog.RULES)
        return (*files, *trees, *made, catalog.JOB_NAMES, NOT_CHECKED)

    def identity(self, ground: Ground) -> str:
        """Answers refdb's own code, and the server's version that the catalog is made on."""
        return f"{stamp(*_CODE)} {ground.postgres}"

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """Answers each file, each again with the tree, and each that makes the catalog."""
        tree = _digest(_TREE, (one.digest for one in sources))
        files = [Part(one, f"{_FILE}:{one.digest}") for one in sources]
        beside = [Part(one, tree) for one in sources if one.kind in _SHARED]
        makers = of_tree(sources)
        made = _digest(_CATALOG, map(_decides, makers))
        return (*files, *beside, *(Part(one, made) for one in makers))

    def check(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Looks at files, at the tree, and at a throwaway with the schema."""
        found: dict[str, tuple[Finding, ...]] = {}
        for one in parts:
            if one.digest in found:
                continue
            if one.digest.startswith(_FILE):
                found[one.digest] = of_file(one.source)
            elif one.digest.startswith(_TREE):
                found[one.digest] = of_files(sources)
            else:
                found[one.digest] = _of_catalog(of_tree(sources), ground)
        return found

    def fixes(
        self,
        parts: Sequence[Part],  # noqa: ARG002 - a person must say what was meant
        sources: Sequence[Source],  # noqa: ARG002 - the same
        ground: Ground,  # noqa: ARG002 - the same
    ) -> Sequence[Edit]:
        """Answers none: what these rules ask for a person must write."""
        return ()


_SHARED = frozenset(("migration", "rollback", *OBJECTS))


def of_file(source: Source) -> tuple[Finding, ...]:
    """Answers what breaks a rule that one file decides."""
    found = (finding for rule in _TEXT_RULES for finding in rule.findings(source))
    return tuple(sorted(found, key=lambda one: (one.line, one.rule)))


def of_files(sources: Sequence[Source]) -> tuple[Finding, ...]:
    """Answers what breaks a rule that several files decide."""
    inside = list(pairs.folders(sources))
    return tuple(one for rule in pairs.RULES for files in inside for one in rule.findings(files))


def _decides(source: Source) -> str:
    """What of a file decides the catalog's findings: all of a migration, an object's place."""
    if source.kind == "migration":
        return source.digest
    lines = source.text.split("\n")
    first = next((n for n, one in enumerate(lines) if one and not one.startswith("--")), 0)
    return f"{source.file}:{first}"


def _of_catalog(sources: Sequence[Source], ground: Ground) -> tuple[Finding, ...]:
    try:
        with ground.throwaway(empty=False) as url, db.failures(), db.connect(url) as conn:
            return catalog.look(conn, sources)
    except RefdbError as error:
        message = f"the catalog was not looked at: {error.message}"
        return (Finding(NOT_CHECKED.name, "house", message, Level.NOTE, hint=error.hint),)


def _digest(word: str, digests: Iterable[str]) -> str:
    text = "\0".join(digests)
    return f"{word}:{hashlib.sha256(text.encode()).hexdigest()}"


CHECKER = _House()
