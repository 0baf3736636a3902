"""What pgTAP says: `ok` and `not ok`, read into results. Asks no server."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.findings import Finding
from refdb.sqltest.run import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.sqltext import Statement

_RESULT = re.compile(
    r"^(not )?ok\b\s*(\d+)?\s*(?:-\s*)?(.*?)\s*(?:#\s*(todo|skip)\b\s*(.*))?$", re.IGNORECASE
)
_PLAN = re.compile(r"^1\.\.(\d+)\s*(?:#\s*skip\S*\s*(.*))?$", re.IGNORECASE)
_BAIL = re.compile(r"^Bail out!\s*(.*)$", re.IGNORECASE)
_LONGEST_STATEMENT = 160  # characters of a statement in a hint


@dataclass(frozen=True)
class Assertion:
    """One assertion of a pgTAP file.

    Attributes:
        sentence: what it says that it tests.
        file: the file.
        line: the line of the statement that made it.
        number: which of the file's it is, counted from 1.
    """

    sentence: str
    file: str
    line: int
    number: int


@dataclass(frozen=True)
class Said:
    """One line that a pgTAP file's statement gave.

    Attributes:
        text: the line.
        statement: the statement.
        duration_ms: milliseconds that the statement took.
    """

    text: str
    statement: Statement
    duration_ms: float


def results_of(file: str, lines: Iterable[Said]) -> tuple[Result, ...]:
    """Answers the results that a pgTAP file's lines tell.

    Subtests are indented: their own summing-up counts, they do not. What the plan promised and
    did not come is a failure, as is a file without a plan.

    Args:
        file: the file's name.
        lines: all lines that its statements gave, in order.
    """
    found: list[Result] = []
    planned: int | None = None
    last: Said | None = None
    for last in lines:
        plan, result = _PLAN.match(last.text), _RESULT.match(last.text)
        if plan:
            planned = int(plan[1])
        elif result:
            found.append(_result(file, last, result, len(found) + 1))
        elif _BAIL.match(last.text):
            return (*found, _broken(file, len(found) + 1, last, last.text))
        elif last.text.startswith("#") and found:
            found[-1] = _with_comment(found[-1], last.text)
    return (*found, *_against_plan(file, planned, len(found), last))


def _result(file: str, said: Said, found: re.Match[str], number: int) -> Result:
    failed, said_number, description, directive, reason = found.groups()
    sentence = description or f"assertion {said_number or number}"
    case = Assertion(sentence, file, said.statement.line, number)
    skipped = f"{directive.lower()}: {reason}".rstrip(": ") if directive else ""
    findings: tuple[Finding, ...] = ()
    if failed and not directive:
        findings = (_finding(case, "test/assertion", "not ok", _quoted(said.statement)),)
    return Result(case, findings, said.duration_ms, skipped=skipped)


def _with_comment(result: Result, text: str) -> Result:
    """A comment below a failure says what was expected and what came."""
    comment = text.removeprefix("#").strip()
    if not result.findings or comment.startswith(("Failed test", "Looks like")):
        return result
    (finding,) = result.findings
    above = finding.hint.split("\n")
    hint = "\n".join([*above[:-1], comment, above[-1]])
    return replace(result, findings=(replace(finding, hint=hint),))


def _against_plan(file: str, planned: int | None, came: int, last: Said | None) -> Iterator[Result]:
    if planned is None:
        message = "tells no plan: `1..N` never came"
        hint = "Begin with `select plan(N)` and end with `select * from finish()`."
        yield _broken(file, came + 1, last, message, hint)
    elif planned != came:
        message = f"planned {planned} assertions, and {came} ran"
        hint = "Correct the number of `select plan(N)`, or see what ended the file early."
        yield _broken(file, came + 1, last, message, hint)


def refused(file: str, said: Iterable[Said], finding: Finding) -> Result:
    """Answers the result for a statement that the server refused, which ends the file."""
    number = sum(bool(_RESULT.match(one.text)) for one in said) + 1
    case = Assertion(finding.object, file, finding.line, number)
    return Result(case, (finding,), 0.0)


def _broken(file: str, number: int, last: Said | None, message: str, hint: str = "") -> Result:
    case = Assertion("The file runs to its end.", file, last.statement.line if last else 1, number)
    return Result(case, (_finding(case, "test/plan", message, hint),), 0.0)


def _finding(case: Assertion, rule: str, message: str, hint: str) -> Finding:
    return Finding(rule, case.sentence, message, file=case.file, line=case.line, hint=hint)


def _quoted(statement: Statement) -> str:
    text = " ".join(statement.text.split())
    return f"In `{text[:_LONGEST_STATEMENT]}{'…' if len(text) > _LONGEST_STATEMENT else ''}`."
