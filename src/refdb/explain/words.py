"""A plan in plain words, for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.explain.node import Node, Plan

_INDENT = "  "
_LONGEST_CONDITION = 80  # characters; the whole condition is in the plan
_EXACT_BELOW = 10_000  # rows; above it, three digits say enough
_MAGNITUDES = ((10**15, "e15"), (10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
# These say nothing that the line above or below them does not say.
_SILENT = frozenset(("Hash",))


def words(plan: Plan) -> list[str]:
    """Answers a plan as lines, each node below the one that takes its rows.

    `index only scan of student_referrals by idx_… where referrer_id = $1 (about 3 rows)`
    """
    return list(_lines(plan.root, 0))


def _lines(node: Node, depth: int) -> Iterator[str]:
    if node.node_type not in _SILENT:
        yield _INDENT * depth + _one_line(f"{_named(node)}{_does(node)}{_counted(node)}")
        depth += 1
    for child in () if bitmap_index(node) else node.children:
        yield from _lines(child, depth)


def _one_line(text: str) -> str:
    """Names and constants may hold anything; a terminal gets no line ends and no escapes."""
    shown = "".join(one if one.isprintable() or one.isspace() else "?" for one in text)
    return " ".join(shown.split())


def _named(node: Node) -> str:
    return f"{node.subplan}: " if node.subplan else ""


def _does(node: Node) -> str:
    return f"{_tells(node)}{_conditions(node)}{_beside(node)}"


def _tells(node: Node) -> str:
    return _TELLERS.get(node.node_type, _other)(node)


def _beside(node: Node) -> str:
    return f"{', shared by workers' if node.is_parallel else ''}{_left_out(node)}"


def head(node: Node) -> str:
    """Answers what a node does, without its conditions: `whole read of people`."""
    return _one_line(f"{_named(node)}{_tells(node)}{_beside(node)}")


def conditions(node: Node) -> tuple[str, ...]:
    """Answers a node's conditions, each in words and whole: `where town = $1`."""
    index = bitmap_index(node) or node
    said = (
        ("where", index.index_condition),
        ("on", node.join_condition),
        ("if" if node.node_type == "Result" else "keeping rows where", node.filter),
    )
    return tuple(
        _one_line(f"{word} {_without_alias(text, node.alias)}") for word, text in said if text
    )


def is_silent(node: Node) -> bool:
    """Answers whether a node says nothing that the one above or below it does not say."""
    return node.node_type in _SILENT


def _left_out(node: Node) -> str:
    return f", {node.pruned} partitions left out" if node.pruned else ""


def _counted(node: Node) -> str:
    rows = f"about {how_many(node.rows)}"
    if node.actual is None:
        return f" ({rows})"
    if node.actual.loops == 0:
        return f" ({rows}; never run)"
    got = how_many(node.actual.rows * node.actual.loops)
    rounds = f" in {node.actual.loops} rounds" if node.actual.loops > 1 else ""
    return f" ({rows}{' each' if rounds else ''}; got {got}{rounds})"


def how_many(rows: float) -> str:
    """Answers a number of rows as people say it: `1 row`, `1,200 rows`, `1.25M rows`."""
    return f"{short(rows)} row{'' if round(rows) == 1 else 's'}"


def short(number: float) -> str:
    """Answers a number in few digits: `1,200`, `1.25M`."""
    if number < _EXACT_BELOW:
        return f"{number:,.0f}"
    size, letter = next(one for one in _MAGNITUDES if number >= one[0])
    return f"{_three_digits(number / size)}{letter}"


def _three_digits(number: float) -> str:
    return f"{float(f'{number:.3g}'):,.10g}"


def _relation(node: Node) -> str:
    name = node.relation or node.source or node.alias or "something"
    # The planner itself makes the aliases of partitions.
    is_told = node.alias not in {"", name} and node.relationship != "Member"
    return f"{name} as {node.alias}" if is_told else name


def bitmap_index(node: Node) -> Node | None:
    """Answers the one index that a bitmap scan reads; None when it joins several."""
    if node.node_type != "Bitmap Heap Scan" or len(node.children) != 1:
        return None
    child = node.children[0]
    return child if child.node_type == "Bitmap Index Scan" else None


def _conditions(node: Node) -> str:
    index = bitmap_index(node) or node
    said = (
        (" where ", index.index_condition),
        (" on ", node.join_condition),
        (", keeping rows where " if node.node_type != "Result" else " if ", node.filter),
    )
    return "".join(f"{word}{_short(text, node.alias)}" for word, text in said if text)


def _without_alias(condition: str, alias: str) -> str:
    text = _without_brackets(condition)
    if alias:  # the server writes `alias.column` even where only one relation is read
        text = re.sub(rf'(?<![\w."]){re.escape(alias)}\.', "", text)
    return text


def _short(condition: str, alias: str) -> str:
    text = _without_alias(condition, alias)
    short = len(text) <= _LONGEST_CONDITION
    return text if short else f"{text[: _LONGEST_CONDITION - 1].rstrip()}…"


def _without_brackets(text: str) -> str:
    """`(a = 1)` is `a = 1`, but `(a = 1) or (b = 2)` stays."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[1:-1] if position == len(text) - 1 else text
    return text


def _keys(keys: tuple[str, ...], alias: str = "") -> str:
    return ", ".join(_short(key, alias) for key in keys)


def _other(node: Node) -> str:
    of = f" of {_relation(node)}" if node.relation or node.source else ""
    by = f" by {node.index}" if node.index else ""
    return f"{node.node_type.lower()}{of}{by}"


def _index_scan(node: Node) -> str:
    return f"{node.node_type.lower()} of {_relation(node)} by {node.index}"


def _bitmap_scan(node: Node) -> str:
    index = bitmap_index(node)
    return f"bitmap scan of {_relation(node)}{f' by {index.index}' if index else ''}"


def _aggregate(node: Node) -> str:
    if node.group_keys:
        how = {"Hashed": " in a hash table", "Sorted": " in order"}.get(node.strategy, "")
        return f"group by {_keys(node.group_keys)}{how}"
    return "aggregate of all rows" if node.strategy == "Plain" else node.text_name.lower()


def _incremental_sort(node: Node) -> str:
    return f"sort by {_keys(node.sort_keys)} (sorted already by {_keys(node.presorted_keys)})"


def _join(node: Node) -> str:
    kind = "" if node.join_type in {"", "Inner"} else f"{node.join_type.lower()} "
    return f"{kind}{node.node_type.removesuffix(' Join').lower()} join"


def _gather(node: Node) -> str:
    kept = " in order" if node.node_type == "Gather Merge" else ""
    return f"gather{kept} from {node.workers} worker{'' if node.workers == 1 else 's'}"


def _modify(node: Node) -> str:
    verb = {"Insert": "insert into", "Delete": "delete from", "Merge": "merge into"}
    return f"{verb.get(node.operation, (node.operation or 'modify').lower())} {_relation(node)}"


_TELLERS: dict[str, Callable[[Node], str]] = {
    "Aggregate": _aggregate,
    "Append": lambda _: "all rows of each part",
    "Bitmap Heap Scan": _bitmap_scan,
    "Bitmap Index Scan": lambda node: f"bitmap of {node.index}",
    "BitmapAnd": lambda _: "rows in all bitmaps",
    "BitmapOr": lambda _: "rows in any bitmap",
    "CTE Scan": lambda node: f"read of common table expression {_relation(node)}",
    "Function Scan": lambda node: f"rows of function {_relation(node)}",
    "Gather": _gather,
    "Gather Merge": _gather,
    "Group": lambda node: f"group by {_keys(node.group_keys)} in order",
    "Hash Join": _join,
    "Incremental Sort": _incremental_sort,
    "Index Only Scan": _index_scan,
    "Index Scan": _index_scan,
    "Limit": lambda _: "first rows only",
    "LockRows": lambda _: "lock of the rows",
    "Materialize": lambda _: "kept for further rounds",
    "Memoize": lambda _: "remembered by key",
    "Merge Append": lambda node: f"parts merged by {_keys(node.sort_keys)}",
    "Merge Join": _join,
    "ModifyTable": _modify,
    "Nested Loop": _join,
    "Result": lambda _: "a computed row",
    "Seq Scan": lambda node: f"whole read of {_relation(node)}",
    "Sort": lambda node: f"sort by {_keys(node.sort_keys)}",
    "Subquery Scan": lambda node: f"rows of subquery {_relation(node)}",
    "Unique": lambda _: "each row once",
    "Values Scan": lambda _: "listed rows",
    "WindowAgg": lambda _: "window functions",
}
