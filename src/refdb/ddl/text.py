"""Words of statements: keywords as people write them, constants, lists, lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*|-?\d+(\.\d+)?")
_SIMPLE_NAME = re.compile(r"[a-z_][a-z0-9_$]*")
_WIDTH = 100
_MANY = 3  # attributes of an option list that still stand in one line


def lowered(text: str, lines: Collection[str] = ()) -> str:
    """Answers the server's text with its keywords in lower case.

    Args:
        text: SQL as the server writes it: what is in capitals and not in quotes is a keyword.
        lines: tokens, as Postgres's scanner calls them, that begin an indented line of their own
            where they first stand outside parentheses.
    """
    written, last, depth, wanted = [], 0, 0, set(lines)
    for token in _tokens(text):
        word = text[token.start : token.end + 1]
        gap = text[last : token.start]
        depth += {"(": 1, ")": -1}.get(word, 0)
        if not depth and token.name in wanted and last:
            wanted.discard(token.name)
            gap = "\n    " if gap.isspace() else gap
        written += [gap, word.lower() if _is_keyword(token.name, word) else word]
        last = token.end + 1
    return "".join([*written, text[last:]])


def _is_keyword(name: str, word: str) -> bool:
    return (
        word.isupper()
        and name not in {"SCONST", "USCONST", "BCONST", "XCONST"}
        and (word[0] not in "\"'")
    )


def _tokens(text: str) -> Sequence[Any]:
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that a command without DDL does not pay

    tokens: Sequence[Any] = scan(text)
    return tokens


def words(text: str) -> frozenset[str]:
    """Answers the names that stand in a text, be it SQL or a function's body in any language."""
    return frozenset(re.findall(r"[a-z_][a-z0-9_$]*", text, re.IGNORECASE))


def items(text: str) -> tuple[str, ...]:
    """Answers the parts of a list that commas separate, outside parentheses and quotes."""
    parts, start, depth = [], 0, 0
    for token in _tokens(text):
        word = text[token.start : token.end + 1]
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(word, 0)
        if word == "," and not depth:
            parts.append(text[start : token.start].strip())
            start = token.end + 1
    return tuple(part for part in (*parts, text[start:].strip()) if part)


def literal(text: str) -> str:
    """Answers a text as a constant."""
    return "'" + text.replace("'", "''") + "'"


def unquoted(name: str) -> str:
    """Answers a name that is written as SQL writes it as it is, without quotes."""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def ident(name: str) -> str:
    """Answers a name that the snapshot has as it is, in quotes unless it is a plain one."""
    quoted = name.replace('"', '""')
    return name if _SIMPLE_NAME.fullmatch(name) else f'"{quoted}"'


def listed(parts: Iterable[str]) -> str:
    """Answers parts in parentheses: in one line a single one, otherwise one a line."""
    lines = list(parts)
    return f"({lines[0]})" if len(lines) == 1 else "(\n    " + ",\n    ".join(lines) + "\n)"


def compact(parts: Iterable[str]) -> str:
    """Answers short parts in parentheses, in one line if there are few."""
    lines = list(parts)
    text = "(" + ", ".join(lines) + ")"
    return text if len(lines) <= _MANY and len(text) <= _WIDTH - 20 else listed(lines)


def value(text: str) -> str:
    """Answers a storage parameter's value."""
    return text if _PLAIN.fullmatch(text) else literal(text)


def options(given: Mapping[str, str] | None, prefix: str = "") -> list[str]:
    """Answers storage parameters, `name = value` each.

    Args:
        given: the parameters; None for none.
        prefix: what stands before each name, `toast.`.
    """
    pairs = (given or {}).items()
    return [f"{prefix}{name} = {value(text)}" for name, text in pairs]


def foreign_options(given: Mapping[str, str] | None) -> str:
    """Answers ` options (name 'value')` of what a foreign data wrapper knows; empty for none."""
    pairs = [f"{ident(name)} {literal(text)}" for name, text in (given or {}).items()]
    return f" options ({', '.join(pairs)})" if pairs else ""


def dollar_quoted(text: str) -> str:
    """Answers a body between dollars, with a name in them where it holds two itself."""
    tag, number = "", 0
    while f"${tag}" in text if tag else "$$" in text or text.endswith("$"):
        tag = f"body{number or ''}"
        number += 1
    return f"${tag}${text}${tag}$"


def remark(text: str) -> str:
    """Answers a line that says what a statement cannot."""
    return f"-- {text}\n"
