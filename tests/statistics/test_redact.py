import pytest

from refdb.errors import BadRequestError
from refdb.statistics import (
    Column,
    ColumnStatistics,
    Combined,
    ExtendedStatistics,
    Index,
    MostCommonRow,
    Relation,
    Slot,
    Source,
    StatisticsSet,
    redacted,
)
from refdb.statistics.columns import CORRELATION, HISTOGRAM, MOST_COMMON

_COLUMN = Column(
    "text",
    ends=("Aziza", "Zafar"),
    own=ColumnStatistics(
        0.1,
        6,
        400,
        (
            Slot(MOST_COMMON, numbers=(0.2, 0.1), values=("Karim", "Nilufar")),
            Slot(HISTOGRAM, values=("Aziza", "Olim", "Zafar")),
            Slot(CORRELATION, numbers=(0.3,)),
        ),
    ),
)
_SET = StatisticsSet(
    Source(150018),
    relations={
        "public.students": Relation("table", 500, 9, columns={"name": _COLUMN, "city": _COLUMN}),
        "public.students_lower_idx": Relation(
            "index", 500, 3, columns={"1": _COLUMN}, index=Index("public.students", "btree")
        ),
        "public.schools": Relation("table", 5, 1, columns={"name": _COLUMN}),
    },
    extended={
        "public.students_stat": ExtendedStatistics(
            "public.students",
            ("name", "city"),
            Combined(most_common=(MostCommonRow(("Karim", "Buxoro"), 0.1, 0.02),)),
        )
    },
)


def test_no_value_is_left() -> None:
    """A redacted set holds nothing that stood in a row."""
    assert not redacted(_SET).has_values


def test_numbers_stay() -> None:
    """How common the most common values are stays, and so does the correlation."""
    own = redacted(_SET).relations["public.students"].columns["name"].own
    assert own is not None
    assert own.slots == (
        Slot(MOST_COMMON, numbers=(0.2, 0.1), values=()),
        Slot(CORRELATION, numbers=(0.3,)),
    )


def test_it_says_what_it_costs() -> None:
    """The set itself says how many columns lost their values, and which plans are guessed."""
    assert redacted(_SET).notes[0].startswith("Redacted: 4 columns have no values here.")


def test_only_a_named_column() -> None:
    """A named column loses its values, and what its table's expressions and pairs hold of it."""
    found = redacted(_SET, ["students.name"])
    students = found.relations["public.students"].columns
    assert students["name"].ends is None
    assert students["city"] == _COLUMN
    assert found.relations["public.schools"].columns["name"] == _COLUMN
    assert found.relations["public.students_lower_idx"].columns["1"].ends is None
    assert found.extended["public.students_stat"].own == Combined()


def test_an_unknown_column_is_refused() -> None:
    """A column that is not there is named, with one that is like it: nothing slips through."""
    with pytest.raises(BadRequestError, match=r"no column students\.nane") as raised:
        redacted(_SET, ["students.nane"])
    assert raised.value.hint == "Did you mean students.name?"


def test_a_column_needs_its_table() -> None:
    """A bare column name says too little."""
    with pytest.raises(BadRequestError) as raised:
        redacted(_SET, ["name"])
    assert raised.value.hint == "Write TABLE.COLUMN."
