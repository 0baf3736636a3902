"""Rules over the catalog that the migrations give: each is a named query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import BadTreeError
from refdb.findings import Finding, Level
from refdb.lint.checkers import Rule
from refdb.lint.house.places import Place, places_in
from refdb.lint.resolve import read_names, unknown_in
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection
    from refdb.lint.sources import Source


@dataclass(frozen=True)
class CatalogRule:
    """A rule that a query answers: a row for each breach.

    Attributes:
        rule: its name, summary and level.
        query: the name of its file in queries/lint.
    """

    rule: Rule
    query: str


def _rule(query: str, summary: str, level: Level = Level.ERROR) -> CatalogRule:
    return CatalogRule(Rule(f"house/{query.replace('_', '-')}", summary, level), query)


RULES = (
    _rule("foreign_key_without_index", "every foreign key has an index"),
    _rule("table_without_primary_key", "every table has a primary key"),
    _rule("tenant_without_row_security", "every table of a tenant has row-level security"),
    _rule("row_security_without_policy", "row-level security and policies come together"),
    _rule("definer_for_everybody", "a definer function is not everybody's to execute"),
    _rule("definer_with_rights", "a definer function's owner neither logs in nor is superuser"),
    _rule("comment_missing", "whatever has a name in the catalog has a comment"),
    _rule("comment_no_sentence", "a comment is a sentence", Level.WARNING),
    _rule("column_without_unit", "a number says what it counts", Level.WARNING),
    _rule("check_without_rule", "a check's name says its rule"),
    _rule(
        "index_without_meaning", "an index over an expression says what it is for", Level.WARNING
    ),
    _rule("text_with_length", "text has no length but a check's"),
    _rule("time_without_zone", "a moment is timestamptz"),
    _rule("column_type", "json is jsonb, and money is numeric"),
    _rule("duplicate_index", "no index is the beginning of another one"),
    _rule("invalid_index", "every index is valid"),
    _rule("schema_for_everybody", "nobody but its owner creates in a schema"),
    _rule("ambiguous_overload", "every call means one function"),
    _rule("view_without_invoker", "a view reads with the rights of who asks"),
    _rule("materialized_view_without_key", "a materialized view can be refreshed concurrently"),
    _rule("key_runs_out", "a counted key is a bigint"),
    _rule("name_of_table", "a table's name is a plural", Level.WARNING),
    _rule("name_of_time", "a moment's name ends in `_at`", Level.WARNING),
    _rule("name_of_flag", "a flag's name begins with `is_` or `has_`", Level.WARNING),
    _rule("name_of_constraint", "a constraint is named by its table, with its kind's suffix"),
    _rule("name_of_index", "an index is named by its table and columns", Level.WARNING),
    _rule("name_in_snake_case", "names are snake_case"),
)
JOB_NAMES = Rule("house/job-names", "what a job's command names is there", Level.ERROR)


def look(conn: Connection, sources: Sequence[Source]) -> tuple[Finding, ...]:
    """Answers what breaks a rule in a database that a tree's migrations made.

    Args:
        conn: a connection to it; it is left with temporary views.
        sources: the tree's files, which findings are told in.
    """
    conn.execute(load("lint/scope"))
    with conn.pipeline():
        cursors = [conn.execute(load(f"lint/{one.query}")) for one in RULES]
    rows = [(one, row) for one, cursor in zip(RULES, cursors, strict=True) for row in cursor]
    places = places_in(sources if rows else ())
    found = [_finding(one.rule, row, places.of(row[0], row[2], row[3])) for one, row in rows]
    return (*found, *_jobs(conn, sources))


def _finding(rule: Rule, row: Sequence[str], place: Place) -> Finding:
    *_, about, message, hint = row
    return Finding(rule.name, about, message, rule.level, place.file, place.line, hint)


def _jobs(conn: Connection, sources: Sequence[Source]) -> Iterator[Finding]:
    """Jobs are looked at as they are in the end, and told where their file schedules them."""
    import pglast  # noqa: PLC0415 - 50 ms, see sqltext

    if not conn.execute(load("lint/has_jobs")).fetchall()[0][0]:
        return
    jobs = conn.execute(load("lint/jobs")).fetchall()
    names = read_names(conn)
    for job, command in jobs:
        try:
            statements = sqltext.split(command)
            unknown = [
                each for one in statements for each in unknown_in(sqltext.parsed(one.text), names)
            ]
        except (BadTreeError, pglast.parser.ParseError):  # another rule's
            continue
        for one in unknown:
            place = _place_of_job(job, sources)
            message = f"the job names a {one.kind} that is not there: {one.name}"
            hint = one.hint or "Create it in the same migration, or correct the command."
            yield Finding(
                JOB_NAMES.name, str(job), message, JOB_NAMES.level, place.file, place.line, hint
            )


def _place_of_job(job: str, sources: Sequence[Source]) -> Place:
    found = Place()
    for one in sources:
        if one.kind in {"migration", "schedule"} and job and job in one.text:
            for statement in one.statements:
                if job in sqltext.scheduled_by((statement,)):
                    found = Place(one.file, statement.line)
    return found
