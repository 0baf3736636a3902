"""Asks plpgsql_check, at its strictest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.findings import Finding, Level
from refdb.lint.bodies import rules
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.db import Connection
    from refdb.lint.bodies.written import Written

#: plpgsql_check's own words, and the rules that hold them.
_RULES = {
    "error": rules.ERROR,
    "warning": rules.WARNING,
    "warning extra": rules.WARNING,
    "performance": rules.PERFORMANCE,
    "security": rules.SECURITY,
    "compatibility": rules.COMPATIBILITY,
}
_UNSURE = (rules.PERFORMANCE.name,)
_HINTS = {
    rules.ERROR: "Correct the statement: it fails when it is reached.",
    rules.WARNING: "Correct the statement, or take out what nothing uses.",
    rules.PERFORMANCE: "Write the type or label that spares the work.",
    rules.SECURITY: "Pass values by `using`, names by format's %I.",
    rules.COMPATIBILITY: "Write what the next version of Postgres takes too.",
}


def ask(conn: Connection, written: Written, wanted: Collection[str]) -> Iterator[Finding]:
    """Answers what plpgsql_check finds in functions.

    Args:
        conn: a connection to a database that has plpgsql_check and the schema.
        written: where the functions are defined.
        wanted: the names of the functions to look at.
    """
    values = {
        "wanted": list(wanted),
        "functions": list(written.triggers),
        "relations": list(written.triggers.values()),
    }
    found = [_finding(written, one) for one in conn.execute(load("lint/bodies"), values).fetchall()]
    failing = {one.object for one in found if one.rule == rules.ERROR.name}
    # Of what fails the rest is unknown, so that labels seem to fit that do not.
    yield from (one for one in found if one.object not in failing or one.rule not in _UNSURE)
    for schema, name, about in conn.execute(load("lint/bodies_unreached"), values).fetchall():
        file, line = written.place(schema, name, 0)
        message = f"{about} was not checked: no trigger runs it, so its rows are not known"
        hint = "Drop it, or write its trigger."
        yield Finding(rules.UNREACHED.name, about, message, Level.NOTE, file, line, hint)


def _finding(written: Written, row: tuple[Any, ...]) -> Finding:
    schema, name, about, level, line, query, position, sqlstate, message, detail, hint = row
    rule = _RULES.get(level, rules.WARNING)
    file, at = written.place(schema, name, _line(written, (schema, name), line, query, position))
    said = f"{message} ({sqlstate})" if sqlstate not in {None, "00000"} else message
    said = f"{said}: {detail}" if detail else said
    return Finding(rule.name, about, said, rule.level, file, at, hint or _HINTS[rule])


def _line(
    written: Written,
    key: tuple[str, str],
    line: int | None,
    query: str | None,
    position: int | None,
) -> int:
    """The body's line of a place in a statement; that of its start where nothing tells more."""
    _, routine = written.functions.get(key, (None, None))
    if routine is None or not line:
        return 0
    if query and position:
        begin = sum(len(one) + 1 for one in routine.body.split("\n")[: line - 1])
        # Where `into …` stood the query has blanks, so characters are where they were.
        start = routine.body.find(query.split(None, 1)[0], begin)
        if start >= 0:
            return routine.body.count("\n", 0, start + position - 1) + 1
    return line
