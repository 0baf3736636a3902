"""Did a test pass? Decided from what its statements gave; asks no server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.findings import Finding
from refdb.sqltest.tables import difference, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.errors import StatementFailedError
    from refdb.tree import Expected, SqlTest

_TIMED_OUT = "57014"
_TRUE = "t"
_BOOLEANS = {_TRUE: "true", "f": "false"}
_LONGEST_VALUE = 60  # characters of a value in a message
_LONGEST_STATEMENT = 160  # characters of a statement in a hint
_ROWS_SHOWN = 3


@dataclass(frozen=True)
class Outcome:
    """What one statement gave.

    Attributes:
        statement: the statement.
        columns: the names of the result's columns; empty when it has none.
        booleans: the positions of its boolean columns.
        rows: the values as the server writes them, None for null.
        error: what the server refused it with; None when it did not.
    """

    statement: sqltext.Statement
    columns: tuple[str, ...] = ()
    booleans: tuple[int, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    error: StatementFailedError | None = None


def refusals(test: SqlTest) -> tuple[Finding, ...]:
    """Answers why a test cannot be run at all; empty when it can."""
    return tuple(
        _finding(test, "test/statement", statement.line, message, hint)
        for statement in (*test.setup, *test.statements)
        for message, hint in _objections(statement)
    )


def _objections(statement: sqltext.Statement) -> Iterator[tuple[str, str]]:
    if sqltext.controls_transaction(statement):
        yield (
            f"{statement.first_word} ends the transaction that the test is rolled back with",
            "Take it out: every test has a transaction of its own.",
        )
    elif sqltext.uses_client_data(statement):
        yield (
            "copy to or from the client cannot run here",
            "Write the rows as an insert, or select them.",
        )


def judge(test: SqlTest, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
    """Answers the failures of a test that was run.

    Args:
        test: what was expected.
        outcomes: what its set-up's and its own statements gave, in order; the last one may have
            failed, and those after it were not run.
    """
    own = outcomes[len(test.setup) :]
    tables = dict(test.expected)
    found: list[Finding] = []
    for index, outcome in enumerate(own):
        table = tables.get(index)
        found += _unexpected(test, outcome, table) if table else _untrue(test, outcome)
    found += _of_error(test, outcomes)
    asserts = test.error or tables or any(outcome.booleans for outcome in own)
    if asserts or found:
        return tuple(found)
    message = "asserts nothing: no statement gives a boolean column or has `-- expect:` below"
    hint = "Select what must be true, such as `select count(*) = 3 from students`."
    return (_finding(test, "test/nothing", test.line, message, hint),)


def _untrue(test: SqlTest, outcome: Outcome) -> Iterator[Finding]:
    """Failures of a statement whose boolean columns must all be true in every row."""
    line = outcome.statement.line
    if not outcome.booleans or outcome.error:
        return
    if not outcome.rows:
        message = "gives no row, so nothing was shown to be true"
        yield _finding(test, "test/no-row", line, message, _quoted(outcome.statement))
        return
    wrong = [
        (number, row)
        for number, row in enumerate(outcome.rows, 1)
        if any(row[column] != _TRUE for column in outcome.booleans)
    ]
    for number, row in wrong[:_ROWS_SHOWN]:
        where = f"row {number} of {len(outcome.rows)}" if len(outcome.rows) > 1 else "the row"
        message = f"not true: {where} is {_shown(outcome, row)}"
        yield _finding(test, "test/false", line, message, _false_hint(outcome))
    if len(wrong) > _ROWS_SHOWN:
        more = len(wrong) - _ROWS_SHOWN
        message = f"not true in {more} more row{'' if more == 1 else 's'}"
        yield _finding(test, "test/false", line, message, _quoted(outcome.statement))


def _unexpected(test: SqlTest, outcome: Outcome, table: Expected) -> Iterator[Finding]:
    """The failure of a statement that must give a table."""
    if outcome.error:
        return
    if not outcome.columns:
        message = "expects a table, and the statement gives none"
        yield _finding(test, "test/table", table.line, message, _quoted(outcome.statement))
        return
    found = difference(table, outcome.columns, outcome.rows, outcome.booleans)
    if found:
        hint = "\n".join([*drawn(found), _quoted(outcome.statement)])
        yield _finding(test, "test/table", table.line, found.summary, hint)


def _shown(outcome: Outcome, row: Sequence[str | None]) -> str:
    return ", ".join(
        f"{name} = {_value(value, is_boolean=column in outcome.booleans)}"
        for column, (name, value) in enumerate(zip(outcome.columns, row, strict=True))
    )


def _value(value: str | None, *, is_boolean: bool) -> str:
    if value is None:
        return "null"
    if is_boolean:
        return _BOOLEANS.get(value, value)
    return _cut(" ".join(value.split()) or "''", _LONGEST_VALUE)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _false_hint(outcome: Outcome) -> str:
    only_booleans = len(outcome.booleans) == len(outcome.columns)
    more = " Select the compared values too, to see them." if only_booleans else ""
    return f"{_quoted(outcome.statement)}{more}"


def _quoted(statement: sqltext.Statement) -> str:
    return f"In `{_cut(' '.join(statement.text.split()), _LONGEST_STATEMENT)}`."


def _of_error(test: SqlTest, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    error = next((one.error for one in outcomes if one.error), None)
    if error is None:
        if test.error:
            line = test.statements[-1].line
            message = f"expects error {test.error}, but the last statement raised none"
            yield _finding(test, "test/error-missing", line, message, _quoted(test.statements[-1]))
        return
    said = f"{error.message} ({error.sqlstate})"
    is_last = len(outcomes) == len(test.setup) + len(test.statements)
    if not test.error:
        hint = error.hint or f"Is it meant? Then write `-- error: {error.sqlstate}`."
        yield _finding(test, "test/error", error.line, said, _with_timeout(error, hint))
    elif error.sqlstate != test.error:
        message = f"expects error {test.error}, but got: {said}"
        yield _finding(test, "test/error", error.line, message, error.hint)
    elif not is_last:
        message = f"expects error {test.error} of its last statement, but it came before: {said}"
        hint = "Take out the statements after it, or correct this one."
        yield _finding(test, "test/error", error.line, message, hint)


def _with_timeout(error: StatementFailedError, hint: str) -> str:
    if error.sqlstate != _TIMED_OUT:
        return hint
    return "Make it quicker, or write `set local statement_timeout = '…'` above it."


def _finding(test: SqlTest, rule: str, line: int | None, message: str, hint: str) -> Finding:
    return Finding(
        rule=rule,
        object=test.sentence,
        message=message,
        file=test.file,
        line=line or test.line,
        hint=hint,
    )
