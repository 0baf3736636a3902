import pytest

from refdb.statistics import (
    Column,
    ColumnStatistics,
    Relation,
    Sampled,
    Slot,
    Source,
    StatisticsSet,
    grown,
)
from refdb.statistics.columns import MOST_COMMON


def _set(rows: float, distinct: float, top: float = 0.1, fixed: float = 12) -> StatisticsSet:
    own = ColumnStatistics(
        distinct=distinct, slots=(Slot(MOST_COMMON, numbers=(top, top / 2), values=("a", "b")),)
    )
    return StatisticsSet(
        Source(180004),
        relations={
            "public.t": Relation(
                "table", rows, int(rows / 50), columns={"c": Column("int", own=own)}
            ),
            "public.kinds": Relation("table", fixed, 1),
        },
    )


def _at(rows: int, few: StatisticsSet, many: StatisticsSet) -> StatisticsSet:
    return grown(Sampled(1_000, few), Sampled(10_000, many), rows)


def _column(whole: StatisticsSet) -> ColumnStatistics:
    own = whole.relations["public.t"].columns["c"].own
    assert own is not None
    return own


def test_what_grows_with_the_sample_goes_on() -> None:
    """Ten times the rows at ten times the size are a million times at a million times."""
    found = _at(10**9, _set(1_000, 10), _set(10_000, 10))
    assert found.relations["public.t"].rows == pytest.approx(10**9)
    assert found.relations["public.t"].pages == pytest.approx(2 * 10**7)


def test_what_stays_stays() -> None:
    """A table of kinds has as many rows at any size."""
    assert _at(10**9, _set(1_000, 10), _set(10_000, 10)).relations["public.kinds"].rows == 12


def test_what_grows_by_its_root_goes_on_so() -> None:
    """A hundred times the size, ten times the different values."""
    found = _at(10**6, _set(1_000, 100), _set(10_000, 100 * 10**0.5))
    assert _column(found).distinct == pytest.approx(100 * 10**1.5)


def test_a_fraction_of_the_rows_stays_one() -> None:
    """Unique at both sizes is unique at any."""
    assert _column(_at(10**9, _set(1_000, -1), _set(10_000, -1))).distinct == -1


def test_a_fraction_that_became_a_number_grows() -> None:
    """Half the rows at the small size and a number at the large are compared as numbers."""
    found = _at(10**6, _set(1_000, -0.5), _set(10_000, 5_000))
    assert _column(found).distinct == pytest.approx(500_000)


def test_the_most_common_value_gets_rarer_as_it_did() -> None:
    """A value with as many rows at both sizes has as many rows at the next."""
    found = _column(_at(100_000, _set(1_000, 10, 0.1), _set(10_000, 10, 0.01)))
    numbers = found.slots[0].numbers
    assert numbers is not None
    assert numbers == pytest.approx((0.001, 0.0005))


def test_a_size_that_was_sampled_is_answered_as_it_is() -> None:
    """Nothing is computed where it is known."""
    many = _set(10_000, 10)
    assert _at(10_000, _set(1_000, 10), many) is many
