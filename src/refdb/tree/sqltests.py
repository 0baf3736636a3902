"""SQL tests: several a file, each a sentence and the statements that show it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.tree.expected import Expected, read_expected
from refdb.tree.files import Script, read_script, sql_files
from refdb.tree.taps import is_tap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb import sqltext

_MARK = re.compile(r"^--\s*test:\s*(.*?)\s*$")
_CONTINUED = re.compile(r"^--\s{2,}(\S.*?)\s*$")
_ERROR = re.compile(r"^--\s*error:\s*(\S*)\s*$")
_KEY = re.compile(r"^--\s*([A-Za-z]\w*)\s*:")
_KEYS = ("test", "error", "expect")
_ONE_SLIP = 0.8  # see headers
_SQLSTATE = re.compile(r"^[0-9A-Z]{5}$")


@dataclass(frozen=True)
class SqlTest:
    """One test of a file.

    Attributes:
        sentence: the expectation.
        file: the file, for messages.
        line: the line of its `-- test:`.
        setup: the file's statements before its first test.
        statements: the test's own statements, with their lines in the file.
        error: the SQLSTATE that the last statement must raise, empty for none.
        expected: the tables that statements must give, each with the statement's place among
            the test's own, counted from 0.
    """

    sentence: str
    file: str
    line: int
    setup: tuple[sqltext.Statement, ...]
    statements: tuple[sqltext.Statement, ...]
    error: str = ""
    expected: tuple[tuple[int, Expected], ...] = ()


def read_tests(folder: Path, root: Path) -> tuple[SqlTest, ...]:
    """Answers the SQL tests of a folder, file by file.

    Raises:
        BadTreeError: a file is wrong, or a test has no sentence or no statement.
    """
    scripts = (read_script(path, "test", root) for path in sql_files(folder))
    return tuple(test for one in scripts if not is_tap(one) for test in _tests_of(one))


def _tests_of(script: Script) -> Iterator[SqlTest]:
    lines = script.text.split("\n")
    marks = [number for number, line in enumerate(lines, 1) if _MARK.match(line)]
    if not marks:
        raise BadTreeError(
            "holds no test",
            file=script.file,
            hint="Write `-- test: one sentence` above the statements that show it.",
        )
    setup = tuple(one for one in script.statements if one.line < marks[0])
    comments = _without_statements(lines, script.statements)
    _refuse_slips(comments, 1, script.file)
    _refuse_above(comments[: marks[0] - 1], script.file)
    for first, following in zip(marks, [*marks[1:], len(lines) + 1], strict=True):
        own = tuple(one for one in script.statements if first <= one.line < following)
        within = comments[first - 1 : following - 1]
        test = _test(script, lines[first - 1 : following - 1], first, setup, own)
        tables = read_expected(within, first, script.file)
        yield replace(test, expected=tuple(_placed(table, own, script.file) for table in tables))


def _without_statements(lines: list[str], statements: Sequence[sqltext.Statement]) -> list[str]:
    """The lines, those that a statement begins on or goes on in as empty ones."""
    kept = list(lines)
    for one in statements:
        last = one.line + one.text.count("\n")
        kept[one.line - 1 : last] = [""] * (last - one.line + 1)
    return kept


def _refuse_slips(lines: Sequence[str], first: int, file: str) -> None:
    """A mark that is misspelt would test nothing."""
    for number, line in enumerate(lines, first):
        found = _KEY.match(line)
        if not found or found[1] in _KEYS:
            continue
        near = difflib.get_close_matches(found[1].lower(), _KEYS, 1, _ONE_SLIP)
        if near:
            hint = f"Did you mean `-- {near[0]}:`? A comment must not begin `-- {found[1]}:`."
            raise BadTreeError(f"unknown key {found[1]}", file=file, line=number, hint=hint)


def _refuse_above(lines: Sequence[str], file: str) -> None:
    """What stands above the first test is of no test."""
    for number, line in enumerate(lines, 1):
        if line.startswith("-- expect:"):
            hint = "The set-up is only run. Write it below a query of a test."
            raise BadTreeError(
                "expects a table above the first test", file=file, line=number, hint=hint
            )


def _placed(table: Expected, own: Sequence[sqltext.Statement], file: str) -> tuple[int, Expected]:
    """A table with the place of the statement above it."""
    above = [index for index, one in enumerate(own) if one.line < table.line]
    if not above:
        hint = "Write the query first, and `-- expect:` below it."
        message = "expects a table of no statement"
        raise BadTreeError(message, file=file, line=table.line, hint=hint)
    return above[-1], table


def _test(
    script: Script,
    lines: list[str],
    line: int,
    setup: tuple[sqltext.Statement, ...],
    own: tuple[sqltext.Statement, ...],
) -> SqlTest:
    sentence, error = _heading(lines)
    if not sentence or not own:
        raise BadTreeError(
            "a test without a sentence" if own else "a test without a statement",
            file=script.file,
            line=line,
            hint="Write `-- test: one sentence` above the statements that show it.",
        )
    if error and not _SQLSTATE.match(error):
        raise BadTreeError(
            f"{error} is no SQLSTATE",
            file=script.file,
            line=line,
            hint="Write five characters, such as `-- error: RD001`.",
        )
    return SqlTest(sentence, script.file, line, setup, own, error)


def _heading(lines: list[str]) -> tuple[str, str]:
    """The sentence, which may go on in further comment lines, and the expected error."""
    mark = _MARK.match(lines[0])
    words, error = [mark[1] if mark else ""], ""
    in_sentence = True
    for line in lines[1:]:
        found, continued = _ERROR.match(line), _CONTINUED.match(line)
        if found:
            error = found[1]
        elif in_sentence and continued:
            words.append(continued[1])
            continue
        elif not line.startswith("--"):
            break
        in_sentence = False
    return " ".join(words).strip(), error
