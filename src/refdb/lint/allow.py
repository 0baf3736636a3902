"""Exceptions: `-- allow: rule reason` in a file's header, and [ignore] in refdb.toml."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from refdb.errors import BadTreeError
from refdb.findings import Finding, Level, excepted, is_like

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from refdb.lint.sources import Source

_KEY = "allow"


class Allowed(NamedTuple):
    """One `-- allow:` line: which rule may be broken in its file, and why."""

    file: str
    about: str
    rule: str
    reason: str
    line: int


@dataclass(frozen=True)
class Judged:
    """Findings, sorted by whether an exception is made of them.

    Attributes:
        left: those that nothing excuses.
        excused: those that an exception excuses, with its reason.
    """

    left: tuple[Finding, ...]
    excused: tuple[tuple[Finding, str], ...]


@dataclass(frozen=True)
class Looked:
    """What was looked at: only there can an exception be said to excuse nothing.

    Attributes:
        checkers: the names of those that could look.
        wants: answers whether a rule was asked for.
        files: the files that were looked at; None for all.
    """

    checkers: frozenset[str]
    wants: Callable[[str], bool]
    files: frozenset[str] | None

    def at(self, rule: str, file: str = "") -> bool:
        """Answers whether a breach of a rule in a file would have been found."""
        seen = rule.partition("/")[0] in self.checkers and self.wants(rule)
        return seen and (self.files is None or file in self.files)


def allowed_in(sources: Iterable[Source]) -> Iterator[Allowed]:
    """Answers the exceptions that files' headers make; none of a header that is wrong."""
    for one in sources:
        if _KEY not in one.text:  # most headers need not be read
            continue
        try:
            entries = [entry for entry in one.header.entries if entry.key == _KEY]
        except BadTreeError:  # is a finding of its own
            continue
        for entry in entries:
            rule, _, reason = entry.value.partition(" ")
            yield Allowed(one.file, one.path.stem, rule, reason.strip(), entry.line)


def judge(
    findings: Iterable[Finding], allowed: Sequence[Allowed], ignore: Mapping[str, str]
) -> Judged:
    """Answers which findings are excused, and why.

    Args:
        findings: what was found.
        allowed: the files' own exceptions.
        ignore: the configuration's, by key.
    """
    reasons = {(one.file, one.rule): one.reason for one in allowed}
    left, excused = [], []
    for one in findings:
        reason = reasons.get((one.file, one.rule))
        if reason:
            excused.append((one, reason))
        else:
            left.append(one)
    remaining, ignored = excepted(left, ignore)
    return Judged(remaining, (*excused, *ignored))


def odd_exceptions(
    findings: Collection[Finding],
    allowed: Iterable[Allowed],
    looked: Looked,
    rules: Mapping[str, Collection[str]],
) -> Iterator[Finding]:
    """Answers the files' exceptions without a reason, of no known rule, or without an effect.

    Args:
        findings: everything that was found.
        allowed: the files' exceptions.
        looked: what was looked at.
        rules: by each checker's name its rules; asked only for exceptions without an effect.
    """
    broken = {(one.file, one.rule) for one in findings}
    for one in allowed:
        if looked.files is not None and one.file not in looked.files:
            continue
        if not one.reason:
            hint = f"Write `-- allow: {one.rule} why it may be so here`."
            yield _odd("tree/allow", one, f"allows {one.rule} without a reason", hint)
        elif (one.file, one.rule) not in broken:
            yield from _without_effect(one, looked, rules)


def _without_effect(
    one: Allowed, looked: Looked, rules: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    checker = one.rule.partition("/")[0]
    if checker not in rules or one.rule not in rules[checker]:
        message = f"allows {one.rule}, which is no rule"
        yield _odd("tree/unknown-rule", one, message, nearest(one.rule, rules))
    elif looked.at(one.rule, one.file):
        message = f"allows {one.rule}, which nothing here breaks"
        yield _odd("tree/unused-allow", one, message, "Take the line out.")


def nearest(rule: str, rules: Mapping[str, Collection[str]]) -> str:
    """Answers what to type instead of a rule that there is not."""
    near = difflib.get_close_matches(rule, [one for names in rules.values() for one in names], 1)
    return f"Did you mean {near[0]}?" if near else "`refdb lint --rules` lists them."


def _odd(rule: str, one: Allowed, message: str, hint: str) -> Finding:
    return Finding(rule, one.about, message, Level.WARNING, one.file, one.line, hint)


def unused_ignores(
    findings: Collection[Finding],
    ignore: Mapping[str, str],
    looked: Looked,
    rules: Mapping[str, Collection[str]],
    file: str,
) -> Iterator[Finding]:
    """Answers the configuration's exceptions from lint that excuse nothing.

    Args:
        findings: everything that was found.
        ignore: the exceptions, by key.
        looked: what was looked at; nothing can be said where that were some files only.
        rules: by each checker's name its rules.
        file: the configuration's name, for the findings.
    """
    for key in ignore if looked.files is None else ():
        rule = key.partition(":")[0]
        if rule.partition("/")[0] not in rules or any(is_like(key, one.key) for one in findings):
            continue
        named = rules[rule.partition("/")[0]]
        if "*" not in rule and rule not in named:
            message, hint = "is ignored, but there is no such rule", nearest(rule, rules)
            yield Finding("tree/unknown-rule", key, message, Level.WARNING, file, hint=hint)
        elif looked.at(rule):
            message, hint = "is ignored, but there is no such finding", "Take it out of [ignore]."
            yield Finding("tree/unused-allow", key, message, Level.WARNING, file, hint=hint)
