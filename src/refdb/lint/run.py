"""Asks every checker about the files that nothing is known of, and judges what is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from refdb import tree as trees
from refdb.errors import BadRequestError, RefdbError, did_you_mean
from refdb.findings import Finding, Level
from refdb.lint import allow, whole
from refdb.lint.cache import Cache, key_of
from refdb.lint.files import read_files
from refdb.lint.question import NOT_CHECKED, Answer
from refdb.tree.files import display_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from refdb.lint.checkers import Checker, Ground, Part
    from refdb.lint.question import Question
    from refdb.lint.sources import Source


class Rules(Mapping[str, frozenset[str]]):
    """By each checker's name its rules, which are asked for when somebody wants to know."""

    def __init__(self, checkers: Sequence[Checker]) -> None:
        self._checkers = {one.name: one for one in checkers}
        self._names = cache(self._rules_of)

    def _rules_of(self, name: str) -> frozenset[str]:
        return frozenset(one.name for one in self._checkers[name].rules)

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._names(name)

    def __contains__(self, name: object) -> bool:
        return name in self._checkers

    def __iter__(self) -> Iterator[str]:
        return iter(self._checkers)

    def __len__(self) -> int:
        return len(self._checkers)


def check_names(names: Collection[str], rules: Rules) -> None:
    """Raises BadRequestError for a name that is no checker's and no rule's."""
    for name in names:
        checker, slash, _ = name.partition("/")
        if checker not in rules:
            raise BadRequestError(f"there is no checker {checker}", hint=did_you_mean(name, rules))
        if slash and name not in rules[checker]:
            raise BadRequestError(
                f"there is no rule {name}", hint=allow.nearest(name, {checker: rules[checker]})
            )


@dataclass
class _Asking:
    """One run: what is asked, and what came of it so far."""

    question: Question
    ground: Ground
    cache: Cache
    asked: int = 0
    cached: int = 0
    looked: set[str] = field(default_factory=set)

    def of(self, checker: Checker, sources: Sequence[Source]) -> tuple[Finding, ...]:
        """Answers what a checker finds; a note where it could not look."""
        try:
            found = self._found(checker, sources)
        except RefdbError as error:
            return (_not_checked(checker.name, error),)
        self.looked.add(checker.name)
        return found

    def _found(self, checker: Checker, sources: Sequence[Source]) -> tuple[Finding, ...]:
        identity = checker.identity(self.ground)
        parts = wanted(self.question, checker.parts(sources))
        keys = {one.digest: key_of(checker.name, identity, one.digest) for one in parts}
        known = {one: self.cache.get(key) for one, key in keys.items()}
        new = [one for one in parts if known[one.digest] is None]
        fresh = checker.check(new, sources, self.ground) if new else {}
        for digest in dict.fromkeys(one.digest for one in new):
            answer = known[digest] = fresh.get(digest, ())
            if not any(one.rule.endswith(f"/{NOT_CHECKED}") for one in answer):
                self.cache.put(keys[digest], answer)
        self.asked += len(parts)
        self.cached += len(parts) - len(new)
        return tuple(one for found in known.values() for one in found or ())

    def wrong_tree(self, sources: Sequence[Source]) -> tuple[Finding, ...]:
        """Answers what is wrong with the tree as one; it hangs on all of its files."""
        folder = self.question.folder
        names = sorted(one.name for one in (folder / "statistics").glob("*.json"))
        every = "\0".join([*names, *(one.digest for one in sources)])
        key = key_of(whole.CHECKER.name, "as one", hashlib.sha256(every.encode()).hexdigest())
        known = self.cache.get(key)
        if known is None:
            known = tuple(whole.wrong_tree(trees.Tree(folder, self.ground.root)))
            self.cache.put(key, known)
        return known

    def name_of(self, path: Path) -> str:
        """Answers a file's name as findings have it."""
        return display_name(path, self.ground.root)


def wanted(question: Question, parts: Sequence[Part]) -> list[Part]:
    """Answers the parts that are about files which are asked about."""
    return [one for one in parts if _is_wanted(question, one.source)]


def _is_wanted(question: Question, source: Source) -> bool:
    return question.files is None or source.path in question.files


def _not_checked(checker: str, error: RefdbError) -> Finding:
    message = f"not checked: {error}"
    return Finding(f"{checker}/{NOT_CHECKED}", checker, message, Level.NOTE, hint=error.hint)


def lint(
    question: Question, ground: Ground, checkers: Sequence[Checker], kept: Cache | None = None
) -> Answer:
    """Answers what is wrong with a tree's files. Raises for nothing that is wrong in them.

    Args:
        question: what is asked.
        ground: what the checkers run on.
        checkers: those there are.
        kept: what is known from before; None to keep nothing.
    """
    asking = _Asking(question, ground, kept or Cache(None))
    files = read_files(question.folder, ground.root)
    found = [*files.findings, *asking.of(whole.CHECKER, files.sources)]
    broken = {one.file for one in found if whole.is_broken(one)}
    if not broken:  # else the tree cannot be read as one
        found += asking.wrong_tree(files.sources)
    sound = [one for one in files.sources if one.file not in broken]
    for checker in checkers:
        if question.wants_checker(checker.name):
            found += asking.of(checker, sound)
    asking.cache.write()
    chosen = [one for one in files.sources if _is_wanted(question, one)]
    judged = _judged(asking, found, chosen, Rules((whole.CHECKER, *checkers)))
    notes = tuple(one for one in judged.left if one.level is Level.NOTE)
    left = tuple(one for one in judged.left if one.level is not Level.NOTE)
    return Answer(left, notes, judged.excused, len(chosen), asking.asked, asking.cached)


def _judged(
    asking: _Asking, found: Sequence[Finding], wanted: Sequence[Source], rules: Rules
) -> allow.Judged:
    question = asking.question
    allowed = tuple(allow.allowed_in(wanted))
    names = None if question.files is None else frozenset(one.file for one in wanted)
    looked = allow.Looked(frozenset(asking.looked), question.wants, names)
    odd = [
        *allow.odd_exceptions(found, allowed, looked, rules),
        *allow.unused_ignores(found, question.ignore, looked, rules, question.config),
    ]
    asked = [one for one in (*found, *odd) if question.wants(one.rule) or _is_basic(one, question)]
    if names is not None:
        paths = {asking.name_of(path) for path in question.files or ()}
        asked = [one for one in asked if one.file in names | paths or not one.file]
    return allow.judge(dict.fromkeys(asked), allowed, question.ignore)


def _is_basic(finding: Finding, question: Question) -> bool:
    """Of `tree`, whatever is asked for: what it finds keeps the others from looking."""
    return finding.rule.startswith("tree/") and not {"tree", finding.rule} & {*question.skip}
