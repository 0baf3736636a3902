"""What the room answers: statements that make entries, that drop them, and what none can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.closure import closure, with_children
from refdb.ddl.dropping import dropping
from refdb.ddl.gaps import found_gaps
from refdb.ddl.making import making
from refdb.ddl.rebuilding import replacing
from refdb.ddl.scope import Scope
from refdb.ddl.whole import Whole, whole_of
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.catalog import Snapshot
    from refdb.findings import Finding


def create(snapshot: Snapshot, keys: Iterable[str], *, role: str = "") -> tuple[str, ...]:
    """Answers the statements that make entries where none of them is there.

    An entry comes with what goes with it: a table with its columns, constraints, indexes,
    triggers, policies; and each with its owner, comment, grants and state. They stand in an order
    in which each finds what it needs, as far as that is among the keys.

    Args:
        snapshot: where the entries are from.
        keys: their keys; those of pieces too, as `with_dependents` answers them.
        role: who will run the statements, as SQL writes the name: what it owns anyway is not given
            to it. Empty for anybody: then every owner is said.

    Returns:
        Each statement with its semicolon, without a line end behind it.

    Raises:
        BadRequestError: a key that the snapshot does not have.
    """
    whole = whole_of(snapshot)
    return making(Scope(whole, with_children(whole, _known(whole, keys)), role))


def drop(snapshot: Snapshot, keys: Iterable[str], *, role: str = "") -> tuple[str, ...]:
    """Answers the statements that drop entries and all that cannot be without them.

    What is dropped is what `with_dependents` answers, dependents first, so that no statement
    needs cascade; but for types and functions that need each other, which nothing else can drop.

    Args:
        snapshot: what is in the database.
        keys: the entries' keys, or those of pieces.
        role: who will run the statements; see `create`.

    Raises:
        BadRequestError: a key that the snapshot does not have.
    """
    whole = whole_of(snapshot)
    return dropping(Scope(whole, closure(whole, _known(whole, keys)), role))


def with_dependents(snapshot: Snapshot, keys: Iterable[str]) -> tuple[str, ...]:
    """Answers the keys of what goes when entries go: they, their parts, and who needs them.

    A schema's are all that is in it. Beside entries there can be pieces: `default public.t.c` for
    a column's default, `publication table p.public.t` for a table of a publication, and others
    that are said in refdb.ddl.whole: they go, and the column and the publication stay.

    Raises:
        BadRequestError: a key that the snapshot does not have.
    """
    whole = whole_of(snapshot)
    return tuple(sorted(closure(whole, _known(whole, keys))))


def replace(
    before: Snapshot, after: Snapshot, keys: Iterable[str], *, role: str = ""
) -> tuple[str, ...]:
    """Answers the statements that make entries of one snapshot those of another.

    What is in one of the two alone is dropped or made. What is in both is changed in its place
    where Postgres can: `create or replace`, `alter`, grants of those roles alone whose rights
    change. Otherwise it is dropped and made again, with whatever needs it, at any depth: views,
    their triggers and rules, indexes, defaults, with owners, comments and grants as `after` has
    them. Of what goes with an entry, only what changes is touched.

    Args:
        before: what is in the database.
        after: what should be.
        keys: which entries.
        role: who will run the statements; see `create`.

    Raises:
        BadRequestError: a key that neither snapshot has.
        RefusedError: only a statement that loses data could do it: another partition key, an enum
            without one of its values, a table that would have to go with a type of its columns.
    """
    return replacing(whole_of(before), whole_of(after), tuple(keys), role)


def gaps(snapshot: Snapshot, keys: Iterable[str]) -> tuple[Finding, ...]:
    """Answers what `create` cannot bring back of some entries, a finding each.

    Passwords and how a subscription connects, which a snapshot does not have; that an index was
    left invalid; that a column comes last where its table is there; that a materialized view over
    an empty one stays empty. Of what the snapshot does not claim nothing can be said: security
    labels, a collation's version, what somebody changed in what an extension brought, data.

    Args:
        snapshot: where the entries are from.
        keys: their keys, as `create` has them.

    Raises:
        BadRequestError: a key that the snapshot does not have.
    """
    whole = whole_of(snapshot)
    return tuple(found_gaps(Scope(whole, with_children(whole, _known(whole, keys)))))


def _known(whole: Whole, keys: Iterable[str]) -> tuple[str, ...]:
    given = tuple(keys)
    for key in given:
        if key not in whole.entries:
            raise BadRequestError(f"there is no {key} in the snapshot")
    return given
