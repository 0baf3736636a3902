"""A materialized view is built under another name and swapped: its readers wait for no build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from refdb import sqltext
from refdb.sqltext import parsed, plain

_SUFFIX = "_new"


@dataclass(frozen=True)
class Swap:
    """The statements that make a materialized view, in three parts.

    Attributes:
        build: make it and its indexes under other names, while the old one is read.
        rename: give them their names; the old one is dropped by then.
        rest: what else belongs to it: comments, grants.
    """

    build: tuple[str, ...]
    rename: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def text(self) -> str:
        """The last two parts, which come after the old one's end."""
        return "\n".join((*self.rename, "", *self.rest)).strip()


def swap(text: str) -> Swap | None:
    """Answers how a materialized view is built beside the old one; None where it cannot be.

    Args:
        text: the statements of its object file.
    """
    build, rename, rest = [], [], []
    for statement in sqltext.split(text):
        node = parsed(statement.text)
        match type(node).__name__:
            case "DropStmt":
                continue
            case "CreateTableAsStmt":
                name = node.into.rel.relname
                build.append(f"{_renamed(statement.text, name)};")
                rename.append(_rename("materialized view", node.into.rel, name))
            case "IndexStmt" if node.idxname:
                renamed = _renamed(statement.text, node.idxname, node.relation.relname)
                build.append(f"{renamed};")
                rename.append(_rename("index", node.relation, node.idxname))
            case _:
                rest.append(f"{statement.text};")
    return Swap(tuple(build), tuple(rename), tuple(rest)) if build else None


def _rename(kind: str, relation: Any, name: str) -> str:
    schema = f"{plain(relation.schemaname)}." if relation.schemaname else ""
    return f"alter {kind} {schema}{plain(_other(name))} rename to {plain(name)};"


def _renamed(sql: str, *names: str) -> str:
    """A statement in which the first mention of each name is another one's."""
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only make pays

    at = 0
    for name in names:
        token = next(one for one in scan(sql) if one.start >= at and _identifier(sql, one) == name)
        other = plain(_other(name))
        sql = sql[: token.start] + other + sql[token.end + 1 :]
        at = token.start + len(other)
    return sql


def _identifier(sql: str, token: Any) -> str:
    written = sql[token.start : token.end + 1]
    if written.startswith('"'):
        return written[1:-1].replace('""', '"')
    return written.lower()


def _other(name: str) -> str:
    kept = name.encode()[: sqltext.LONGEST_NAME - len(_SUFFIX)]
    return f"{kept.decode(errors='ignore')}{_SUFFIX}"
