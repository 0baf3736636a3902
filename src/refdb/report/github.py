"""What checks found as GitHub's workflow commands, which it shows beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb.findings import Level
from refdb.report.counts import counted
from refdb.report.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from refdb.errors import RefdbError
    from refdb.findings import Finding
    from refdb.report.suites import Suite

#: Annotations of one level that GitHub shows for one step; it drops further ones in silence.
MOST = 10
_WORDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


class _Told(NamedTuple):
    """One annotation."""

    level: Level
    title: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0


def as_github(suites: Sequence[Suite], root: Path) -> str:
    """Answers lines for a step's log: the worst as annotations, ten of a level; then all others.

    Where there are more of a level, the tenth annotation says how many.

    Args:
        suites: what the checks found.
        root: the project's folder, which files are named from.
    """
    found = [one for suite in suites for one in suite.findings]
    known = {(one.file, one.line) for one in found if one.file and one.line}
    told = [one for suite in suites for one in _all(suite, known)]
    lines: list[str] = []
    for level in sorted(_WORDS, reverse=True):
        mine = [one for one in told if one.level is level]
        shown = mine if len(mine) <= MOST else mine[: MOST - 1]
        lines += [_command(one, root) for one in shown]
        left = mine[len(shown) :]
        if left:
            more = f"{len(left)} more are listed in this step's log."
            lines.append(_command(_Told(level, "refdb", more), root))
            lines += [_plain(one) for one in left]
    lines += map(_tally, suites)
    return "\n".join(lines)


def _all(suite: Suite, known: Container[tuple[str, int | None]]) -> Iterator[_Told]:
    """What is told of a check; no error that is a finding of another one already."""
    for error in (suite.error, *suite.error.also) if suite.error else ():
        if (error.file, error.line) not in known:
            yield _error(suite.check, error)
    yield from map(_finding, (*suite.findings, *suite.notes))
    for gap in suite.unchecked:
        said = f"{gap.object}: {gap.reason}"
        yield _Told(Level.WARNING, f"{suite.check}: not checked", said, gap.file, gap.line)


def _finding(one: Finding) -> _Told:
    about = "" if one.file else f"{one.object}: "
    message = "\n".join(filter(None, (f"{about}{one.message}", one.hint)))
    return _Told(one.level, one.rule, message, one.file, one.line, one.column)


def _error(check: str, error: RefdbError) -> _Told:
    message = "\n".join(filter(None, (error.message, error.detail, error.hint)))
    return _Told(
        Level.ERROR, f"refdb {check}", message, error.file, error.line or 0, error.column or 0
    )


def _command(one: _Told, root: Path) -> str:
    """A workflow command; of a project below the repository's root GitHub needs the whole path."""
    file = one.file if not one.file or (root / ".git").exists() else str(root.resolve() / one.file)
    parts = {"file": file, "line": one.line, "col": one.column, "title": one.title}
    given = ",".join(f"{name}={_property(str(part))}" for name, part in parts.items() if part)
    return f"::{_WORDS[one.level]} {given}::{_data(one.message)}"


def _tally(suite: Suite) -> str:
    ended = "could not look" if suite.error else counted(len(suite.findings), "finding")
    return f"refdb {suite.check}: {ended} in {seconds(suite.duration_ms)}"


def _plain(one: _Told) -> str:
    """A line of the log, which must not be read as a command."""
    place = ":".join(str(part) for part in (one.file, one.line, one.column) if part)
    said = " ".join(one.message.split())
    return f"{_WORDS[one.level]}: {f'{place}: ' if place else ''}{said} [{one.title}]"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
