"""Holds what refdb itself must be able to read: files, headers, statements, the tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from refdb.errors import BadTreeError
from refdb.findings import Finding, Level
from refdb.lint.checkers import Part, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb import tree as trees
    from refdb.lint.checkers import Edit, Ground
    from refdb.lint.sources import Source

_RULES = (
    Rule("tree/unreadable", "a file can be opened and is UTF-8 text", Level.ERROR),
    Rule("tree/stranger", "every SQL file is in a folder that refdb reads", Level.WARNING),
    Rule("tree/header", "a header's keys are known and have values", Level.ERROR),
    Rule("tree/syntax", "Postgres's own parser can read every statement", Level.ERROR),
    Rule("tree/wrong", "the files are a tree that refdb can work with", Level.ERROR),
    Rule("tree/allow", "an exception names a rule and gives a reason", Level.ERROR),
    Rule("tree/unused-allow", "an exception excuses something", Level.WARNING),
    Rule("tree/unknown-rule", "an exception names a rule that there is", Level.WARNING),
)
_BROKEN = frozenset(("tree/unreadable", "tree/header", "tree/syntax"))


def is_broken(finding: Finding) -> bool:
    """Answers whether no other checker can look at the finding's file."""
    return finding.rule in _BROKEN


class _Whole:
    """The checker `tree`: it runs first, and what it finds broken the others do not see."""

    name = "tree"
    rules = _RULES

    def identity(self, ground: Ground) -> str:  # noqa: ARG002 - it hangs on the files alone
        """Answers nothing: its answers hang on the files alone."""
        return ""

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """Answers one part a file."""
        return [Part(one, one.digest) for one in sources]

    def check(
        self,
        parts: Sequence[Part],
        sources: Sequence[Source],  # noqa: ARG002 - each file for itself
        ground: Ground,  # noqa: ARG002 - nothing is run
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Parses headers and statements."""
        return {one.digest: tuple(_wrong(one.source)) for one in parts}

    def fixes(
        self,
        parts: Sequence[Part],  # noqa: ARG002 - a person must say what was meant
        sources: Sequence[Source],  # noqa: ARG002 - the same
        ground: Ground,  # noqa: ARG002 - the same
    ) -> Sequence[Edit]:
        """Answers none."""
        return ()


CHECKER = _Whole()


def _wrong(source: Source) -> Iterator[Finding]:
    try:
        _ = source.header
    except BadTreeError as error:
        yield finding_of(error, "tree/header", source.file, source.path.stem)
    try:
        _ = source.statements
    except BadTreeError as error:
        yield finding_of(error, "tree/syntax", source.file, source.path.stem)


def wrong_tree(tree: trees.Tree) -> Iterator[Finding]:
    """Answers what refdb's other verbs would refuse the tree for."""
    for part in ("migrations", "objects", "contracts", "tests", "samples"):
        try:
            getattr(tree, part)
        except BadTreeError as error:
            for one in (error, *error.also):
                about = Path(one.file).stem or part
                yield finding_of(cast("BadTreeError", one), "tree/wrong", "", about)


def finding_of(error: BadTreeError, rule: str, file: str, about: str) -> Finding:
    """Answers what a reader of the tree raised as a finding."""
    return Finding(
        rule,
        about,
        error.message,
        Level.ERROR,
        error.file or file,
        error.line or 0,
        error.hint or "Correct the file.",
        error.column or 0,
    )
