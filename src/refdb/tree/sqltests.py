"""SQL tests: several a file, each a sentence and the statements that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.tree.files import Script, read_script, sql_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb import sqltext

_MARK = re.compile(r"^--\s*test:\s*(.*?)\s*$")
_CONTINUED = re.compile(r"^--\s{2,}(\S.*?)\s*$")
_ERROR = re.compile(r"^--\s*error:\s*(\S*)\s*$")
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
    """

    sentence: str
    file: str
    line: int
    setup: tuple[sqltext.Statement, ...]
    statements: tuple[sqltext.Statement, ...]
    error: str = ""


def read_tests(folder: Path, root: Path) -> tuple[SqlTest, ...]:
    """Answers the SQL tests of a folder, file by file.

    Raises:
        BadTreeError: a file is wrong, or a test has no sentence or no statement.
    """
    return tuple(
        test for path in sql_files(folder) for test in _tests_of(read_script(path, "test", root))
    )


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
    for first, following in zip(marks, [*marks[1:], len(lines) + 1], strict=True):
        own = tuple(one for one in script.statements if first <= one.line < following)
        yield _test(script, lines[first - 1 : following - 1], first, setup, own)


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
