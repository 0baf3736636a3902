"""The statements of views, policies and foreign keys."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.plans.audit.values import Param, Statement
from refdb.queries import load
from refdb.sqltext import numbering, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry, Snapshot
    from refdb.plans.audit.places import Places
    from refdb.plans.audit.types import Types

#: What a delete of the row that others refer to does to them, by pglast's letter for it.
_ON_DELETE = {"a": "plans/key_check", "r": "plans/key_check", "c": "plans/key_cascade"}
_OTHERWISE = "plans/key_set"


def of_views(snapshot: Snapshot, places: Places) -> Iterator[Statement]:
    """Answers the query of each view and materialized view."""
    for entry in snapshot.of_kind("view", "materialized view"):
        place = places.view(entry)
        text = str(entry.get("definition")).strip().rstrip(";")
        found = numbering.names_of(text)
        yield Statement(
            entry.identity,
            entry.identity,
            entry.kind,
            text,
            file=place.file,
            line=place.line,
            lines={one.alias: place.line for one in found.relations},
            roles=() if entry.kind != "view" else roles_of(entry, "select"),
        )


def of_policies(snapshot: Snapshot, places: Places) -> Iterator[Statement]:
    """Answers each condition of a policy as a query of its table, asked by its owner.

    The table itself is read as a whole, which says nothing: the reader's own conditions come
    to it. What the condition reads beside it, and calls for each row, is the policy's.
    """
    for entry in snapshot.of_kind("policy"):
        table = entry.parent.split(" ", 1)[1]
        place = places.named(entry.name)
        for word in ("using", "check"):
            if entry.get(word):
                text = _text("plans/policy", table=table, condition=entry.get(word))
                found = numbering.names_of(text)
                yield Statement(
                    f"{entry.identity} {word}",
                    entry.identity,
                    "policy" if word == "using" else "policy check",
                    text,
                    file=place.file,
                    line=place.line,
                    lines={one.alias: place.line for one in found.relations},
                    relation=table,
                )


def of_keys(snapshot: Snapshot, types: Types, places: Places) -> Iterator[Statement]:
    """Answers what the server runs on the referring table when a referred row goes.

    The other way round, a new row's look for the row that it refers to, is by that one's key.
    """
    for entry in snapshot.of_kind("constraint"):
        if entry.get("type") == "foreign key" and not entry.get("copy_of"):
            yield _of_key(entry, types, places)


def _of_key(entry: Entry, types: Types, places: Places) -> Statement:
    key = foreign_key(entry)
    table = entry.parent.split(" ", 1)[1]
    referred = ".".join(filter(None, (key.pktable.schemaname, key.pktable.relname)))
    theirs = [one.sval for one in key.pk_attrs or ()]
    ours = [one.sval for one in key.fk_attrs]
    kinds = types.columns(referred)
    numbers = count(1)
    name = _ON_DELETE.get(key.fk_del_action, _OTHERWISE)
    own = types.columns(table)
    params = tuple(
        Param(f"{referred}.{their or our}", types.base(kinds.get(their, "") or own.get(our, "")))
        for our, their in zip(ours, theirs or [""] * len(ours), strict=True)
    )
    text = _text(
        name,
        table=table,
        only="only " if _is_plain(entry) else "",
        conditions=" and ".join(f"${next(numbers)} = {quoted(one)}" for one in ours),
        columns=", ".join(f"{quoted(one)} = null" for one in ours),
    )
    place = places.named(entry.name)
    return Statement(
        entry.identity,
        entry.identity,
        "foreign key",
        text,
        params,
        place.file,
        place.line,
        lines={table.rpartition(".")[2]: place.line, "x": place.line},
        relation=table,
        columns=tuple(map(sqltext.plain, ours)),
    )


def _is_plain(entry: Entry) -> bool:
    return not entry.get("inherited")


def foreign_key(entry: Entry) -> Any:
    """Answers pglast's node of a foreign key."""
    text = load("diff/as_constraint").format(entry.get("definition"))
    return sqltext.parsed(text).cmds[0].def_


def roles_of(entry: Entry, *rights: str) -> tuple[str, ...]:
    """Answers the roles that have one of some rights on an entry, by name."""
    grants = entry.get("grants") or {}
    found = (
        role for role, has in grants.items() if any(one.split(" ")[0] in rights for one in has)
    )
    return tuple(sorted(one for one in found if one != "public" and " by " not in one))


def _text(name: str, **parts: str) -> str:
    return load(name).split("\n", 1)[1].format(**parts).strip()
