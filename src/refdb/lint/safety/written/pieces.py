"""The pieces of a statement as they are written: what is written anew keeps its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What a body of PL/pgSQL is read with that nothing is known of.
BODY_HEAD = "create function refdb_body() returns void language plpgsql"
_OPEN, _CLOSE = ("ASCII_40", "ASCII_91"), ("ASCII_41", "ASCII_93")
_COMMA, _POINT, _STAR = "ASCII_44", "ASCII_46", "ASCII_42"
_BEFORE_NAME = ("ALTER", "TABLE", "IF_P", "EXISTS", "ONLY")


@dataclass(frozen=True)
class Altered:
    """An `alter table` in pieces.

    Attributes:
        head: `alter table` with the table's name.
        table: the name alone.
        commands: what is done to it, one text each.
        starts: where each of these begins.
    """

    head: str
    table: str
    commands: tuple[str, ...]
    starts: tuple[int, ...]


def _tokens(text: str) -> Sequence[Any]:
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that few commands pay

    return [one for one in scan(text) if one.name not in {"SQL_COMMENT", "C_COMMENT"}]


def altered(text: str) -> Altered:
    """Answers the pieces of an `alter table`."""
    tokens = _tokens(text)
    at = next(i for i, one in enumerate(tokens) if one.name not in _BEFORE_NAME)
    first = tokens[at].start
    while tokens[at + 1].name == _POINT:
        at += 2
    last = tokens[at].end + 1
    if tokens[at + 1].name == _STAR:
        at += 1
    pieces = list(_by_commas(tokens[at + 1 :]))
    texts = tuple(text[start:end] for start, end in pieces)
    return Altered(text[:last], text[first:last], texts, tuple(start for start, _ in pieces))


def _by_commas(tokens: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Where the parts of a list begin and end."""
    depth, start = 0, None
    last = 0
    for one in tokens:
        start = one.start if start is None else start
        depth += (one.name in _OPEN) - (one.name in _CLOSE)
        if one.name == _COMMA and depth == 0:
            yield start, last
            start = None
        last = one.end + 1
    if start is not None:
        yield start, last


@dataclass(frozen=True)
class Column:
    """An `add column` in pieces.

    Attributes:
        head: `add column`, the name and the type.
        constraints: each constraint's parse tree with its text, in their order.
    """

    head: str
    constraints: tuple[tuple[Any, str], ...]

    def without(self, *kinds: str) -> str:
        """Answers its text without constraints of these kinds."""
        kept = [text for node, text in self.constraints if node.contype.name not in kinds]
        return " ".join([self.head, *kept])

    def text_of(self, kind: str) -> str:
        """Answers the text of its constraint of a kind, empty where it has none."""
        return next((text for node, text in self.constraints if node.contype.name == kind), "")


def added_column(command: str, start: int, node: Any) -> Column:
    """Answers the pieces of an `add column`.

    Args:
        command: its text.
        start: where that begins in its statement.
        node: its column's parse tree.
    """
    nodes = sorted(node.constraints or (), key=lambda one: int(one.location))
    starts = [int(one.location) - start for one in nodes]
    texts = [
        command[begin:end].strip()
        for begin, end in zip(starts, [*starts[1:], len(command)], strict=False)
    ]
    head = command[: starts[0]].strip() if starts else command
    return Column(head, tuple(zip(nodes, texts, strict=True)))


def assignments(text: str) -> tuple[str, tuple[str, ...], str]:
    """Answers an update's head, up to `set`; what it sets, one text each; and its condition."""
    tokens = _tokens(text)
    depth, at = 0, {}
    for number, one in enumerate(tokens):
        depth += (one.name in _OPEN) - (one.name in _CLOSE)
        if depth == 0 and one.name in {"SET", "WHERE"} and one.name not in at:
            at[one.name] = number
    end = at.get("WHERE", len(tokens))
    places = _by_commas(tokens[at["SET"] + 1 : end])
    parts = tuple(text[first:last] for first, last in places)
    condition = text[tokens[end].end + 1 :].strip() if "WHERE" in at else ""
    return text[: tokens[at["SET"]].start].strip(), parts, condition


def condition_of(text: str) -> str:
    """Answers the condition of a delete, empty where it has none."""
    tokens = _tokens(text)
    depth = 0
    for one in tokens:
        depth += (one.name in _OPEN) - (one.name in _CLOSE)
        if depth == 0 and one.name == "WHERE":
            return text[one.end + 1 :].strip()
    return ""


def after_word(text: str, word: str, added: str) -> str:
    """Answers a text with something added behind the first token of a kind."""
    found = next(one for one in _tokens(text) if one.name == word)
    return f"{text[: found.end + 1]} {added}{text[found.end + 1 :]}"


def view_in_place(old: str, new: str) -> str:
    """Answers the view that takes a table's old name."""
    return f"create view {old} with (security_invoker = true) as table {new};"
