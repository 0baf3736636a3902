"""Whether two texts say the same: bodies word by word, definitions as Postgres reads them."""

from __future__ import annotations

import json
from typing import Any

from pglast.parser import ParseError, parse_sql_json, scan

from refdb.queries import load

_COMMENTS = frozenset(["SQL_COMMENT", "C_COMMENT"])
# Languages whose words Postgres's own scanner reads; elsewhere, white space may mean something.
_SCANNED = frozenset(["sql", "plpgsql"])

# Which attributes are SQL that the server writes, and the statement that each is a part of; none
# is a whole one.
_TREES = {
    ("trigger", "definition"): "",
    ("view", "definition"): "",
    ("materialized view", "definition"): "",
    ("rule", "definition"): "",
    ("index", "definition"): "",
    ("statistics", "definition"): "",
    ("constraint", "definition"): "diff/as_constraint",
    ("policy", "using"): "diff/as_expression",
    ("policy", "check"): "diff/as_expression",
    ("column", "default"): "diff/as_expression",
}
# Where in the text something stands; numbers all, unlike the location of a tablespace.
_PLACES = frozenset(
    [
        "location",
        "stmt_location",
        "stmt_len",
        "list_start",
        "list_end",
        "rexpr_list_start",
        "rexpr_list_end",
    ]
)


def is_cosmetic(before: str, after: str, language: str) -> bool:
    """Answers whether two bodies say the same in the same words.

    Args:
        before: the one body.
        after: the other.
        language: what both are written in.
    """
    if language not in _SCANNED:
        return False
    try:
        return _words(before) == _words(after)
    except ParseError:
        return False


def _words(text: str) -> list[str]:
    return [
        text[token.start : token.end + 1] for token in scan(text) if token.name not in _COMMENTS
    ]


def is_same_tree(kind: str, attribute: str, before: str, after: str) -> bool:
    """Answers whether Postgres's own parser makes the same of two definitions.

    Postgres writes `((a OR b) OR c)` of what it was given as `(x, y) in (…)`, and reads that as
    one list of three: what it writes then has fewer parentheses.

    Args:
        kind: the kind of the entry that has them.
        attribute: which attribute they are.
        before: the one definition, as a server wrote it.
        after: the other, of a server of the same version.
    """
    statement = _TREES.get((kind, attribute))
    if statement is None:
        return False
    form = load(statement) if statement else "{}"
    try:
        return bool(_tree(form.format(before)) == _tree(form.format(after)))
    except ParseError:
        return False


def _tree(text: str) -> Any:
    return _without_places(json.loads(parse_sql_json(text)))


def _without_places(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_places(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _without_places(value)
        for name, value in node.items()
        if name not in _PLACES or not isinstance(value, int)
    }
