"""What a rule over one file's text is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from refdb.findings import Finding, Level
from refdb.lint.checkers import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb import sqltext
    from refdb.lint.sources import Source

#: The kinds of files whose statements change a database.
CHANGING = frozenset(("migration", "rollback"))
#: The kinds of files that hold the current definition of an object.
OBJECTS = frozenset(("function", "view", "trigger", "schedule"))


class Found(NamedTuple):
    """A breach of a rule.

    Attributes:
        line: its line in the file.
        message: one sentence.
        hint: what to type instead.
        object: what it speaks of; empty for the file.
        column: its column, counted from 1; 0 when it is not known.
    """

    line: int
    message: str
    hint: str
    object: str = ""
    column: int = 0


@dataclass(frozen=True)
class TextRule:
    """A rule that one file's text decides.

    Attributes:
        rule: its name, summary and level.
        kinds: the kinds of files that it holds for.
        find: answers where a file breaks it.
    """

    rule: Rule
    kinds: frozenset[str]
    find: Callable[[Source], Iterable[Found]]

    def findings(self, source: Source) -> Iterator[Finding]:
        """Answers the findings of a file."""
        if source.kind in self.kinds:
            yield from (finding(self.rule, source, one) for one in self.find(source))


def finding(rule: Rule, source: Source, found: Found) -> Finding:
    """Answers a breach as the finding that everybody reads."""
    return Finding(
        rule.name,
        found.object or source.path.name.removesuffix(".sql"),
        found.message,
        rule.level,
        source.file,
        found.line,
        found.hint,
        found.column,
    )


def holds(
    name: str, summary: str, kinds: Iterable[str], *, level: Level = Level.ERROR
) -> Callable[[Callable[[Source], Iterable[Found]]], TextRule]:
    """Makes a rule of a function that answers where a file breaks it."""
    rule = Rule(f"house/{name}", summary, level)
    return lambda find: TextRule(rule, frozenset(kinds), find)


def line_at(statement: sqltext.Statement, offset: int | None) -> int:
    """Answers the file's line of a place in a statement; None is its beginning."""
    return statement.line + statement.text.count("\n", 0, max(offset or 0, 0))
