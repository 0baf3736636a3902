"""A statistics set as a file."""

import json
from dataclasses import replace

import pytest

from refdb.errors import BadTreeError
from refdb.statistics import (
    Column,
    ColumnStatistics,
    Combined,
    ExtendedStatistics,
    Gin,
    Index,
    MostCommonRow,
    Relation,
    Slot,
    Source,
    StatisticsSet,
    read_set,
    written,
)

_CITY = ColumnStatistics(
    nulls=0.25,
    width=9,
    distinct=-0.5,
    slots=(
        Slot(1, "=(text,text)", '"de_DE"', numbers=(0.2, 1e-05), values=('a"b', "→ c", "{x,y}")),
        Slot(2, values=("a", "m", "z")),
        Slot(3, numbers=(0.125,)),
        Slot(102, numbers=(1.0, 2.5)),
    ),
)
_WHOLE = StatisticsSet(
    source=Source(180004, collate="C.UTF-8", ctype="C.UTF-8"),
    settings={"work_mem": "4MB", "enable_seqscan": "on"},
    relations={
        "public.pupil": Relation(
            "table",
            rows=1_000_000,
            pages=12_346,
            analyzed_pages=12_345,
            all_visible=12_000,
            all_frozen=7,
            columns={
                "name": Column("text", ends=("a", "z"), own=_CITY, inherited=ColumnStatistics()),
                "city": Column("text"),
            },
        ),
        "public.pupil_pkey": Relation(
            "index", rows=1_000_000, pages=2745, index=Index("public.pupil", "btree", height=2)
        ),
        "public.pupil_words": Relation(
            "index",
            pages=10,
            columns={"1": Column("tsvector", own=_CITY)},
            index=Index("public.pupil", "gin", order=2, gin=Gin(entries=7, total_pages=10)),
        ),
        "public.pupil_when": Relation(
            "index", pages=4, index=Index("public.pupil", "brin", order=3, revmap_pages=1)
        ),
    },
    extended={
        "public.city_zip": ExtendedStatistics(
            "public.pupil",
            columns=("city", "zip", "(lower(name))"),
            own=Combined(
                distinct=((("city", "zip"), 12.0),),
                dependencies=((("zip", "city"), 0.98),),
                most_common=(MostCommonRow(("Ulm", None, "x"), 0.5, 0.25),),
                expressions=(_CITY,),
            ),
        )
    },
    notes=("public.secret may not be read",),
)


def test_a_set_comes_back_from_its_file() -> None:
    """What is written is read again as an equal set."""
    assert read_set(written(_WHOLE)) == _WHOLE


def test_equal_sets_give_equal_texts() -> None:
    """The order in which relations were found is not seen in the file."""
    turned = replace(_WHOLE, relations=dict(reversed(_WHOLE.relations.items())))
    assert written(turned) == written(_WHOLE)


def test_a_list_stands_on_one_line() -> None:
    """One column's values are one line, so a changed one is one line of a difference."""
    lines = [line.strip() for line in written(_WHOLE).splitlines()]
    assert '"values": ["a", "m", "z"]' in lines


def test_real_values_are_warned_of_on_top() -> None:
    """The first line says so, and a set without values has no such line."""
    first = written(_WHOLE).splitlines()[1]
    assert "real values" in first
    assert first.startswith('  "warning": ')
    assert "warning" not in written(StatisticsSet(Source(150000)))


@pytest.mark.parametrize("where", ["ends", "extended", "slots"])
def test_every_place_of_real_values_is_known(where) -> None:
    """A set in which only one place holds values has values."""
    slots = ColumnStatistics(slots=(Slot(2, values=("a",)),))
    column = {"ends": Column("text", ends=("a", "b")), "slots": Column("text", own=slots)}
    table = Relation("table", columns={"x": column.get(where, Column("text"))})
    combined = Combined(most_common=(MostCommonRow(("a",), 0.5, 0.5),))
    extended = {"s": ExtendedStatistics("t", own=combined)} if where == "extended" else {}
    assert StatisticsSet(Source(150000), relations={"t": table}, extended=extended).has_values
    assert not StatisticsSet(Source(150000), relations={"t": Relation("table")}).has_values


def test_indexes_come_in_the_order_of_creation() -> None:
    """`indexes_of` answers them by their number, whatever their names."""
    assert list(_WHOLE.indexes_of("public.pupil")) == [
        "public.pupil_pkey",
        "public.pupil_words",
        "public.pupil_when",
    ]


def _wrong(change) -> BadTreeError:
    document = json.loads(written(_WHOLE))
    change(document)
    text = json.dumps(document, indent=2)
    with pytest.raises(BadTreeError) as caught:
        read_set(text, "sql/statistics/live.json")
    assert caught.value.file == "sql/statistics/live.json"
    caught.value.detail = text.splitlines()[(caught.value.line or 0) - 1]
    return caught.value


_PUPIL = "public.pupil"
_OWN = "relations → public.pupil → columns → name → own"


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (
            lambda one: one["relations"][_PUPIL].update(rows="many"),
            'relations → public.pupil → rows: "many" is not a number',
            '"rows": "many"',
        ),
        (
            lambda one: one["relations"][_PUPIL].update(pages=-1),
            "relations → public.pupil → pages: -1 is not a whole number from 0",
            '"pages": -1',
        ),
        (
            lambda one: one["relations"][_PUPIL].update(pages=2**32),
            "relations → public.pupil → pages: 4294967296 is not a whole number up to 4294967294",
            '"pages": 4294967296',
        ),
        (
            lambda one: one["relations"]["public.pupil_pkey"]["index"].update(height=1000),
            "relations → public.pupil_pkey → index → height: 1000 is not a whole number up to 32",
            '"height": 1000',
        ),
        (
            lambda one: one["relations"][_PUPIL].update(kind="view"),
            "relations → public.pupil → kind: no relation is a view",
            '"kind": "view"',
        ),
        (
            lambda one: one["relations"][_PUPIL]["columns"]["name"]["own"].update(nulls=1.5),
            f"{_OWN} → nulls: 1.5 is not a number from 0 to 1",
            '"nulls": 1.5',
        ),
        (
            lambda one: one["relations"][_PUPIL]["columns"]["name"]["own"].update(histogramm={}),
            f"{_OWN} → histogramm: nothing has this name here",
            '"histogramm": {}',
        ),
        (
            lambda one: one["relations"][_PUPIL]["columns"]["name"].update(ends=["a"]),
            'relations → public.pupil → columns → name → ends: ["a"] is not a list of two',
            '"ends": [',
        ),
        (lambda one: one.pop("source"), "the file: source is missing", "{"),
        (lambda one: one.update(format=2), "format: a newer refdb wrote this file", '"format": 2'),
    ],
)
def test_a_wrong_value_is_told_with_its_place(change, message, line) -> None:
    """The error names the way to the value, and the line on which it stands."""
    error = _wrong(change)
    assert error.message == message
    assert error.detail.strip().startswith(line)


@pytest.mark.parametrize(("text", "line"), [("", 1), ('{\n "a": ,\n}', 2), ("[1, 2]", 1)])
def test_what_is_no_set_is_told(text, line) -> None:
    """Broken JSON and other JSON are one clear error each."""
    with pytest.raises(BadTreeError) as caught:
        read_set(text, "live.json")
    assert (caught.value.file, caught.value.line) == ("live.json", line)


def test_a_slip_is_told_with_what_was_meant() -> None:
    """A key that is one slip away from a known one comes with a suggestion."""
    error = _wrong(lambda one: one.update(relation={}))
    assert error.hint == "Did you mean relations?"
