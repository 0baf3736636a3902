"""Grants, from the text that the catalog keeps them in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ITEM = re.compile(
    r'(?P<grantee>"(?:[^"]|"")*"|[^=]*)=(?P<rights>[A-Za-z*]*)/(?P<grantor>.*)', re.DOTALL
)
_WORDS = {
    "r": "select",
    "a": "insert",
    "w": "update",
    "d": "delete",
    "D": "truncate",
    "x": "references",
    "t": "trigger",
    "m": "maintain",
    "X": "execute",
    "U": "usage",
    "C": "create",
    "c": "connect",
    "T": "temporary",
    "s": "set",
    "A": "alter system",
}

#: Rights by who has them.
Grants: TypeAlias = dict[str, list[str]]


def grants(given: Sequence[str], quoted: Mapping[str, str]) -> Grants:
    """Answers the grants of an object that are not those that it has by default.

    Args:
        given: the object's owner, its grants and those by default, an item a line as the
            catalog writes them: `app=r*w/owner`.
        quoted: the names of roles that are written in quotes.

    Returns:
        For each role (`public` for everybody, `app by boss` where somebody else than the owner
        granted), in the catalog's order, its rights in words, sorted, `select with grant option`
        among them. No rights where by default there are some: they were revoked.
    """
    owner, items, defaults = given
    has, by_default = _read(items, owner, quoted), _read(defaults, owner, quoted)
    return {
        role: has.get(role, [])
        for role in dict.fromkeys((*has, *by_default))
        if has.get(role) != by_default.get(role)
    }


def _read(items: str, owner: str, quoted: Mapping[str, str]) -> Grants:
    read = {}
    for item in _ITEM.finditer(items) if "\n" not in items else map(_ITEM.match, items.split("\n")):
        if item:
            grantee = _role(item["grantee"], quoted) or "public"
            grantor = _role(item["grantor"], quoted)
            read[grantee if grantor == owner else f"{grantee} by {grantor}"] = _words(
                item["rights"]
            )
    return read


def _role(text: str, quoted: Mapping[str, str]) -> str:
    name = text[1:-1].replace('""', '"') if text.startswith('"') else text
    return quoted.get(name, name)


def _words(rights: str) -> list[str]:
    return sorted(
        _WORDS[right[0]] + (" with grant option" if right.endswith("*") else "")
        for right in re.findall(r"[A-Za-z]\*?", rights)
    )
