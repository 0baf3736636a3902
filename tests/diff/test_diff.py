"""What changed between two snapshots, in words."""

import json

import pytest

from refdb import catalog, db
from refdb.catalog import Entry, Snapshot
from refdb.diff import Action, Change, Level, diff
from refdb.errors import BadRequestError


def _snapshot(*entries: Entry, postgres: int = 18) -> Snapshot:
    return Snapshot(postgres, {entry.key: entry for entry in sorted(entries)})


def _entry(kind: str, name: str, parent: str = "", **attributes) -> Entry:
    return Entry(kind, f"public.{name}", "public", name, parent, attributes)


def _function(body: str, language: str = "plpgsql") -> Snapshot:
    return _snapshot(_entry("function", "f()", body=body, language=language))


def _between(url: str, setup: str, change: str) -> list[Change]:
    with db.connect(url) as conn:
        conn.execute(setup)
        before = catalog.snapshot(conn)
        conn.execute(change)
        return list(diff(before, catalog.snapshot(conn)))


def test_equal_snapshots_have_no_changes() -> None:
    """Nothing changed, whatever the dependencies are."""
    one = _snapshot(_entry("table", "t", owner="a"))
    assert diff(one, Snapshot(18, one.entries, {"table public.t": ("schema public",)})) == ()


def test_versions_cannot_be_compared() -> None:
    """Definitions of two major versions are written differently: a request that is refused."""
    with pytest.raises(BadRequestError):
        diff(_snapshot(postgres=15), _snapshot(postgres=16))


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ("begin return 1; end", "begin\n    return 1;\nend", Level.COSMETIC),
        ("begin return 1; end", "begin return 1; -- one\nend", Level.COSMETIC),
        ("begin return 1; end", "begin /* one */ return 1; end", Level.COSMETIC),
        ("begin return 1; end", "begin return 2; end", Level.REAL),
        ("begin return 'a b'; end", "begin return 'a  b'; end", Level.REAL),
        ("begin return '--a'; end", "begin return '--b'; end", Level.REAL),
        ("begin return 'ä'; end", "begin return  'ä'; end", Level.COSMETIC),
        ("begin return 'unclosed", "begin  return 'unclosed", Level.REAL),
        ("select 'é', 12", "select 'é', 13", Level.REAL),
        ("select 'ééé',  a", "select 'ééé', a", Level.COSMETIC),
    ],
)
def test_white_space_and_comments_are_cosmetic(before, after, level) -> None:
    """What Postgres's scanner reads as the same words is cosmetic, but not inside a string."""
    (change,) = diff(_function(before), _function(after))
    assert (change.attribute, change.level) == ("body", level)


def test_white_space_of_other_languages_is_real() -> None:
    """In Python white space has a meaning."""
    (change,) = diff(_function("a", "plpython3u"), _function(" a", "plpython3u"))
    assert change.level is Level.REAL


def test_a_dropped_table_is_one_change(database) -> None:
    """Its columns, indexes, constraints, triggers, policies and sequences are its children."""
    made = (
        "create table t (id serial primary key, n integer generated always as identity, "
        "p integer references t check (p > 0)); create index on t (p); "
        "create policy q on t using (true); create statistics s on id, p from t"
    )
    (change,) = _between(database, made, "drop table t")
    assert change.line() == "table public.t: removed, with 12 parts"
    assert [child.key for child in change.children] == sorted(
        child.key for child in change.children
    )
    assert change.before["columns"] == ["id", "n", "p"]
    written = change.as_dict()
    assert len(written["children"]) == 12
    assert json.loads(json.dumps(written)) == written


def test_a_dropped_partitioned_table_is_one_change(database) -> None:
    """Its partitions and theirs go with it."""
    made = (
        "create table t (a integer primary key) partition by list (a); create index on t ((a + 1));"
        "create table t1 partition of t for values in (1) partition by list (a);"
        "create table t11 partition of t1 default"
    )
    (change,) = _between(database, made, "drop table t")
    assert change.key == "table public.t"


def test_what_a_changed_view_brings_is_its_part(database) -> None:
    """Columns that come with a new definition are told with it, and by themselves never."""
    made = "create table t (a integer, b text); create view v as select a from t"
    (change,) = _between(database, made, "create or replace view v as select a, b from t")
    assert change.line() == "view public.v: definition differs"
    assert [child.line() for child in change.children] == ["column public.v.b: added"]
    assert "+    b" in change.unified()


def test_columns_in_another_order_are_physical(database) -> None:
    """A column that comes or goes in the middle moves none; a real exchange is one change."""
    made = "create table t (a integer, b integer, c integer)"
    (gone,) = _between(database, made, "alter table t drop column a")
    assert gone.line() == "column public.t.a: removed"
    change = "alter table t drop column b; alter table t add column b integer"
    (moved,) = _between(database, "select", change)
    assert moved.line() == "table public.t: column order: b, c → c, b (physical only)"


def test_each_level_is_told_in_the_line() -> None:
    """Real changes say nothing of it, others do."""
    real = Change("table public.t", Action.ADDED)
    assert real.line() == "table public.t: added"
    cosmetic = Change("f", Action.CHANGED, "body", "", "a\nb", "a b", Level.COSMETIC)
    assert cosmetic.line() == "f: body differs (cosmetic)"


def test_a_long_value_is_not_shown_but_kept() -> None:
    """A line says that a long text differs; JSON and the unified difference have it."""
    before, after = _function("x" * 80), _function("y" * 80)
    (change,) = diff(before, after)
    assert change.line() == "function public.f(): body differs"
    assert change.as_dict()["before"] == "x" * 80
    assert change.unified().splitlines()[-1] == "+" + "y" * 80


def test_back_and_forth_are_mirrored(database) -> None:
    """What one direction adds the other removes, attribute by attribute."""
    with db.connect(database) as conn:
        conn.execute("create table t (a integer)")
        before = catalog.snapshot(conn)
        conn.execute("alter table t add b integer, alter a set not null; create view v as table t")
        after = catalog.snapshot(conn)
    there = [(one.key, one.attribute, one.before, one.after) for one in diff(before, after)]
    back = [(one.key, one.attribute, one.after, one.before) for one in diff(after, before)]
    assert there == back
