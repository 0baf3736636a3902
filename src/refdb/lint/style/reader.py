"""Asks sqlfluff about texts: in this process, or in several."""

from __future__ import annotations

import logging
import multiprocessing
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from pglast.parser import ParseError

from refdb.lint.style.config import sqlfluff_config
from refdb.lint.style.inner import body_pieces
from refdb.lint.style.pieces import parts_of, statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from refdb.lint.sources import Source
    from refdb.lint.style.pieces import Piece

_UNPARSED = frozenset(("PRS", "LXR", "TMP"))
#: Characters for which it pays to start processes.
_MUCH = 30_000


class Violation(NamedTuple):
    """What sqlfluff says about a place in a file; of no rule where it cannot read there."""

    line: int
    column: int
    rule: str
    message: str
    last_line: int = 0


def violations(
    sources: Sequence[Source], root: Path, processes: int
) -> dict[str, tuple[Violation, ...]]:
    """Answers what sqlfluff says about files, by their digests.

    Args:
        sources: the files; those that are read longest are begun first.
        root: the project's folder, for its configuration.
        processes: how many may work at once.
    """
    linter_of.cache_clear()  # its configuration may have changed
    _rules.cache_clear()
    jobs = [(one, root) for one in sorted(sources, key=lambda one: -len(one.text))]
    much = sum(len(one.text) for one in sources) > _MUCH
    if len(jobs) == 1 or processes == 1 or not much:
        return _all_of(jobs, root, map)
    _rules(root)  # here, before the others are made: they have all that is loaded
    fork = multiprocessing.get_context("fork")
    with warnings.catch_warnings():  # of threads, which none of this process is in here
        warnings.simplefilter("ignore", DeprecationWarning)
        with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=fork) as pool:
            return _all_of(jobs, root, pool.map)


def _all_of(
    jobs: Sequence[tuple[Source, Path]], root: Path, map_: Callable[..., Iterable[Any]]
) -> dict[str, tuple[Violation, ...]]:
    """What is inside bodies is asked once: an object's file and its migrations have the same."""
    files: list[_Read] = list(map_(_read, jobs))
    inside = dict.fromkeys(piece.text for one in files for piece in one.inner)
    longest = sorted(inside, key=len, reverse=True)
    told = dict(zip(longest, map_(_said, longest, repeat(root)), strict=True))
    found = {
        one.digest: (
            *one.found,
            *(each for piece in one.inner for each in _placed(piece, told[piece.text])),
        )
        for one in files
    }
    return {digest: tuple(sorted(dict.fromkeys(all_))) for digest, all_ in found.items()}


@cache
def linter_of(root: Path, rules: str = "") -> Any:
    """Answers sqlfluff's linter for a project; see `sqlfluff_config`."""
    from sqlfluff.core import Linter  # noqa: PLC0415 - 0.5 s that only a check pays

    logging.getLogger("sqlfluff").setLevel(logging.CRITICAL)  # it speaks to the terminal
    return Linter(config=sqlfluff_config(root, rules))


class _Read(NamedTuple):
    """A file, what is said of it, and what inside its bodies is still to be asked about."""

    digest: str
    found: tuple[Violation, ...]
    inner: tuple[Piece, ...]


def _read(job: tuple[Source, Path]) -> _Read:
    source, root = job
    found = tuple(_of_file(source, root))
    try:
        return _Read(source.digest, found, tuple(body_pieces(source)))
    except ParseError as error:
        wrong = Violation(1, 1, "", f"a body cannot be read: {error.args[0]}", 1)
        return _Read(source.digest, (*found, wrong), ())


def _of_file(source: Source, root: Path) -> Iterator[Violation]:
    """Where sqlfluff cannot read a statement, each is read by itself: it often loses the rest."""
    for piece in parts_of(source):
        found = _asked(piece, root)
        if any(not one.rule for one in found):
            again = list(statements_of(source))
            yield from (one for each in again for one in _asked(each, root))
            return
        yield from found


def _asked(piece: Piece, root: Path) -> list[Violation]:
    return _placed(piece, _said(piece.text, root))


def _said(text: str, root: Path) -> tuple[tuple[int, int, str, str], ...] | str:
    """Lines, columns, rules and sentences about a text; why it cannot be read, where it cannot."""
    try:
        raw = list(_linted(text, root))
    except Exception as error:  # noqa: BLE001 - whatever sqlfluff stumbles over
        return f"sqlfluff fails on it: {type(error).__name__}"
    if any(one.rule_code() in _UNPARSED for one in raw):
        return "sqlfluff cannot read it"
    return tuple((one.line_no, one.line_pos, one.rule_code(), one.desc()) for one in raw)


def _placed(piece: Piece, said: tuple[tuple[int, int, str, str], ...] | str) -> list[Violation]:
    if isinstance(said, str):
        return [_unread(piece, said)]
    return [
        Violation(*piece.place(line, column), rule, sentence)
        for line, column, rule, sentence in said
        if rule not in piece.ignored
    ]


def _unread(piece: Piece, message: str) -> Violation:
    first, last = piece.lines[0].number, piece.lines[-1].number
    return Violation(first, 1, "", message, max(last - (piece.text[-1:] == "\n"), first))


@cache
def _rules(root: Path) -> Any:
    """Made once: to make them takes longer than to read a statement of a body."""
    return linter_of(root).get_rulepack()


def _linted(text: str, root: Path) -> Iterable[Any]:
    linter = linter_of(root)
    config = linter.config.copy() if "sqlfluff:" in text else linter.config
    config.process_raw_file_for_config(text, "") if config is not linter.config else None
    rendered = linter.render_string(text, "", config, "utf-8")
    rules = linter.get_rulepack(config=config) if config is not linter.config else _rules(root)
    linted = linter.lint_rendered(rendered, rules)
    return linted.get_violations(filter_ignore=True)  # type: ignore[no-any-return]
