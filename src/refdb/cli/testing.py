"""The verbs that run a person's SQL on throwaways: tests and calls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.cli import given, options
from refdb.cli.session import Session, rows
from refdb.cli.staying import show_kept, show_rounds
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from refdb.sqltest import Coverage

_STANDARD_INPUT = Path("-")


def test(
    session: Session,
    *,
    matching: given.Matching = "",
    jobs: given.Jobs = None,
    coverage: given.Coverage = False,
    minimum: given.Minimum = 0.0,
    lcov: given.Lcov = None,
    objects: given.Objects = False,
    keep: given.Keep = False,
    watch: given.Watch = False,
    postgres: options.Postgres = None,
) -> None:
    """Run the SQL tests on throwaways, files side by side, each on a clone of its own."""
    measured = coverage or bool(minimum) or lcov is not None
    if watch:
        session.no_findings("test --watch")
        if measured or keep:
            hint = "Leave --watch out for these."
            raise BadRequestError("--watch measures and keeps nothing", hint=hint)
        rounds = session.project.watch_tests(matching=matching, postgres=postgres, jobs=jobs)
        show_rounds(session, rounds)
        return
    answer = session.project.test(
        matching=matching,
        postgres=postgres,
        jobs=jobs,
        coverage=measured,
        minimum=minimum,
        objects=objects,
        visit=(lambda answer: show_kept(session, answer)) if keep else None,
    )
    if lcov and answer.coverage:
        _write_lcov(lcov, answer.coverage)
    if not keep:
        session.show(answer)
    session.exit_for(answer.findings)


def _write_lcov(file: Path, coverage: Coverage) -> None:
    from refdb.report.lcov import as_lcov  # noqa: PLC0415 - only this option needs it

    try:
        file.write_text(as_lcov(coverage), encoding="utf-8")
    except OSError as error:
        raise BadRequestError(f"{file} cannot be written: {error.strerror}") from None


def call(
    session: Session,
    words: given.Words = None,
    *,
    params: given.Params = None,
    file: given.File = None,
    explain: given.Explain = False,
    analyze: given.Analyze = False,
    role: given.Role = "",
    settings: given.Settings = None,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Run SQL on a throwaway with the schema and sample data, and roll it back."""
    sql, values = _sql_and_values(words or [], file)
    answer = session.project.call(
        sql,
        [None if one == "null" else one for one in (*values, *(params or ()))],
        file=None if file == _STANDARD_INPUT else file,
        role=role,
        settings=dict(map(_setting, settings or ())),
        explain=explain,
        analyze=analyze,
        sample=rows(sample),
        postgres=postgres,
    )
    session.show(answer)


def _sql_and_values(words: list[str], file: Path | None) -> tuple[str, list[str]]:
    if file == _STANDARD_INPUT:
        return sys.stdin.read(), words
    if file:
        return "", words
    if not words:
        hint = 'Write a statement, `refdb call "select 1"`, or give --file.'
        raise BadRequestError("there is nothing to call", hint=hint)
    return (sys.stdin.read() if words[0] == "-" else words[0]), words[1:]


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        hint = "Write --set NAME=VALUE, such as --set app.organization_id=…"
        raise BadRequestError(f"{text!r} is no setting with a value", hint=hint)
    return name, value
