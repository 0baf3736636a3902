"""Definitions that Postgres reads as the same are a cosmetic change, and nothing else is."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb.catalog import snapshot
from refdb.diff import Level, diff
from refdb.diff.cosmetic import is_same_tree

_LEAVES = st.sampled_from(["(a = 1)", "(a = 2)", "(b = 1)", "(b IS NULL)", "('x' = c)"])


def _joined(parts):
    return st.tuples(st.sampled_from(["AND", "OR"]), parts, parts)


_CONDITIONS = st.recursive(_LEAVES, _joined, max_leaves=8)


def _written(one, *, fully):
    """A condition as text, every part in parentheses, or without those that change nothing."""
    if isinstance(one, str):
        return one
    word, left, right = one
    is_same_word = isinstance(left, tuple) and left[0] == word
    first = _written(left, fully=fully)
    second = _written(right, fully=fully)
    if isinstance(left, tuple) and (fully or not is_same_word):
        first = f"({first})"
    if isinstance(right, tuple):
        second = f"({second})"
    return f"{first} {word} {second}"


def _flat(one):
    """What a condition is when `a AND (b AND c)` differs from `(a AND b) AND c`."""
    if isinstance(one, str):
        return one
    word, left, right = one
    first = _flat(left)
    parts = first[1:] if isinstance(first, tuple) and first[0] == word else (first,)
    return (word, *parts, _flat(right))


@given(_CONDITIONS)
def test_parentheses_that_change_nothing(condition) -> None:
    """With all parentheses, and with those alone that the meaning needs, it is the same."""
    full, short = (f"CHECK (({_written(condition, fully=one)}))" for one in (True, False))
    assert is_same_tree("constraint", "definition", full, short)


@given(_CONDITIONS, _CONDITIONS)
def test_conditions_that_differ(one, other) -> None:
    """Two conditions are the same only where they are the same list of the same parts."""
    texts = (f"({_written(each, fully=True)})" for each in (one, other))
    assert is_same_tree("policy", "using", *texts) == (_flat(one) == _flat(other))


@pytest.mark.parametrize(
    ("kind", "attribute", "before", "after"),
    [
        ("column", "default", "'a'::text", "'b'::text"),
        ("column", "default", "1", "1.0"),
        ("column", "default", "(1 + 2) * 3", "1 + 2 * 3"),
        ("view", "definition", "SELECT a FROM t", "SELECT b FROM t"),
        ("view", "definition", 'SELECT "A" FROM t', "SELECT a FROM t"),
        ("view", "definition", "no SQL (", "no SQL ("),
        ("function", "body", "select (1)", "select 1"),
    ],
)
def test_what_differs_is_real(kind, attribute, before, after) -> None:
    """Other constants, types, names, another order of operations; what is no SQL; a body."""
    assert not is_same_tree(kind, attribute, before, after)


def test_read_and_written_again_by_the_server(each_database) -> None:
    """A trigger on rows in a list, made again from its own definition, differs in form alone."""
    with psycopg.connect(each_database, autocommit=True) as conn:
        conn.execute("create table public.t (a integer, b integer)")
        conn.execute(
            "create function public.f() returns trigger language plpgsql as 'begin return new; end'"
        )
        conn.execute(
            "create trigger r before update on public.t for each row "
            "when ((old.a, new.a) in ((1, 2), (1, 3), (2, 3))) execute function public.f()"
        )
        before = snapshot(conn)
        definition = before.entries["trigger public.t.r"].get("definition")
        conn.execute("drop trigger r on public.t")
        conn.execute(definition)
        after = snapshot(conn)
        assert [one.level for one in diff(before, after)] == [Level.COSMETIC]
        conn.execute("drop trigger r on public.t")
        conn.execute(definition.replace("3", "4"))
        assert [one.level for one in diff(before, snapshot(conn))] == [Level.REAL]
