import pytest

from refdb.errors import BadRequestError
from refdb.statistics import (
    Column,
    ColumnStatistics,
    Index,
    Link,
    Relation,
    Source,
    StatisticsSet,
    scaled,
)

_KEY = Column("uuid", own=ColumnStatistics(width=16, distinct=50))
_STATE = Column("text", own=ColumnStatistics(width=8, distinct=4))
_UNIQUE = Column("uuid", own=ColumnStatistics(width=16, distinct=-1))


def _table(rows: float, pages: int, **columns: Column) -> Relation:
    return Relation("table", rows, pages, all_visible=pages, columns=columns)


def _index(table: str, rows: float, pages: int, height: int) -> Relation:
    return Relation("index", rows, pages, index=Index(table, "btree", 1, height))


_SET = StatisticsSet(
    Source(180004),
    relations={
        "public.schools": _table(50, 1, id=_UNIQUE),
        "public.students": _table(1_000, 20, id=_UNIQUE, school_id=_KEY, state=_STATE),
        "public.students_pkey": _index("public.students", 1_000, 5, 1),
        "public.grades": _table(
            10_000, 100, student_id=Column("uuid", own=ColumnStatistics(distinct=900))
        ),
        "public.events": Relation("partitioned table", 300, 0),
        "public.events_1": _table(100, 2),
        "public.events_2": _table(200, 4),
    },
)
_LINKS = (
    Link("public.students", "public.schools", "foreign key", ("school_id",)),
    Link("public.grades", "public.students", "foreign key", ("student_id",)),
    Link("public.events_1", "public.events", "partition"),
    Link("public.events_2", "public.events", "partition"),
)


def _rows(whole: StatisticsSet) -> dict[str, float]:
    return {
        name.removeprefix("public."): one.rows
        for name, one in whole.relations.items()
        if one.index is None
    }


def test_children_grow_with_the_named_table() -> None:
    """Who points to a table that grows, grows as much; its own parents stay."""
    found = _rows(scaled(_SET, {"students": 100_000}, _LINKS))
    assert (found["schools"], found["students"], found["grades"]) == (50, 100_000, 1_000_000)


def test_a_named_child_keeps_its_number() -> None:
    """A table that is given its own rows is not moved by its parent."""
    found = _rows(scaled(_SET, {"students": 100_000, "public.grades": 20_000}, _LINKS))
    assert found["grades"] == 20_000


def test_pages_and_visible_pages_follow() -> None:
    """Ten times the rows are ten times the pages, and as many of a hundred are visible."""
    students = scaled(_SET, {"students": 10_000}, _LINKS).relations["public.students"]
    assert (students.pages, students.all_visible) == (200, 200)


def test_a_tree_grows_in_height() -> None:
    """A B-tree of 5 pages with one level above them has two or three at a million pages."""
    index = scaled(_SET, {"students": 200_000_000}, _LINKS).relations["public.students_pkey"]
    assert index.pages == 1_000_000
    assert index.index is not None
    assert index.index.height == 3


def test_distinct_values_of_a_key_grow_with_its_parent() -> None:
    """More students are more different student ids in the grades."""
    grades = scaled(_SET, {"students": 100_000}, _LINKS).relations["public.grades"]
    own = grades.columns["student_id"].own
    assert own is not None
    assert own.distinct == 90_000


def test_distinct_values_of_a_state_stay() -> None:
    """A fixed number of different values is no matter of the rows."""
    students = scaled(_SET, {"students": 100_000}, _LINKS).relations["public.students"]
    assert students.columns["state"].own == _STATE.own
    assert students.columns["school_id"].own == _KEY.own


def test_distinct_values_never_exceed_the_rows() -> None:
    """A table of twenty rows has at most twenty different values."""
    students = scaled(_SET, {"students": 20}, _LINKS).relations["public.students"]
    own = students.columns["school_id"].own
    assert own is not None
    assert own.distinct == 20


def test_partitions_grow_with_their_parent() -> None:
    """Ten times the parent's rows are ten times those of each partition."""
    found = _rows(scaled(_SET, {"events": 3_000}, _LINKS))
    assert (found["events"], found["events_1"], found["events_2"]) == (3_000, 1_000, 2_000)


def test_a_parent_has_the_rows_of_its_partitions() -> None:
    """A partition that is given more rows makes the parent larger."""
    assert _rows(scaled(_SET, {"events_2": 900}, _LINKS))["events"] == 1_000


def test_an_unknown_table_is_refused() -> None:
    """A table that is not in the set is named, with one that is like it."""
    with pytest.raises(BadRequestError, match="no table studens") as raised:
        scaled(_SET, {"studens": 5}, _LINKS)
    assert raised.value.hint == "Did you mean students?"


def test_a_table_without_rows_is_refused() -> None:
    """Nothing times a thousand is nothing: it says so instead."""
    empty = StatisticsSet(Source(180004), relations={"public.schools": _table(0, 0)})
    with pytest.raises(BadRequestError, match="has no rows"):
        scaled(empty, {"schools": 5}, ())
