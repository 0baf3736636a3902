"""Whatever campaigns run and referrals come, the optimized forms give the plain forms' numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from psycopg.types.json import Jsonb

from refdb import config
from refdb.project import Project
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_WORLD = Path(__file__).with_name("same_numbers.sql")
# Few days and small caps, so that referrals meet the first day, the last and the cap.
_DAYS = some.integers(0, 5)
_NUMBERS = some.lists(some.integers(0, 39), min_size=1, max_size=12, unique=True)


@some.composite
def _campaign(draw: some.DrawFn, number: int) -> dict[str, object]:
    first = draw(_DAYS)
    length = draw(some.sampled_from([None, 1, 2, 3, 4]))
    return {
        "number": number,
        "first_day": first,
        "last_day": None if length is None else first + length,
        "base_points": draw(some.sampled_from([0, 1, 99, 100, 333, 100_000])),
        "multiplier": draw(some.sampled_from(["0.01", "0.5", "1", "1.25", "1.33", "9.99", "10"])),
        "cap": draw(some.sampled_from([None, None, 1, 2, 3])),
        "is_active": draw(some.sampled_from([True] * 5 + [False])),
        "participants": draw(some.sampled_from([[], [], [], [1], [1, 2, 3, 4], [2, 4]])),
    }


_ENTRY = some.fixed_dictionaries(
    {
        "referrer": some.sampled_from([1, 1, 1, 2, 3, 4]),
        "campaign": some.sampled_from([None, 0, 0, 0, 1, 1, 2, 3, 4]),
        "status": some.sampled_from(["pending", "contacted", "contacted", "enrolled", "declined"]),
        "day": _DAYS,
    }
)
_STEP = some.one_of(
    some.tuples(some.just("refer"), some.lists(_ENTRY, min_size=1, max_size=14)),
    some.tuples(some.just("refer"), some.lists(_ENTRY, min_size=1, max_size=1)),
    some.tuples(some.just("contacted"), _NUMBERS),
    some.tuples(some.just("enrolled"), _NUMBERS),
    some.tuples(some.just("declined"), _NUMBERS),
    some.tuples(some.just("bulk"), _NUMBERS),
    some.tuples(some.sampled_from(["hide", "show", "remove"]), _NUMBERS),
)
_CAMPAIGNS = some.tuples(*(_campaign(number) for number in range(5)))


@pytest.fixture(scope="module", params=VERSIONS)
def world(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """Answers a session with the schools and the story's functions, on each version in turn."""
    project = Project(config.Config(root=_ROOT))
    with (
        project.throwaway(postgres=request.param) as site,
        psycopg.connect(site.url, autocommit=True) as conn,
    ):
        conn.execute(_WORLD.read_text(encoding="utf-8"))
        yield conn


def _tell(conn: psycopg.Connection, story: list, *, is_plain: bool) -> list[object]:
    """Lets the story happen; answers what the bulk calls said."""
    entered, said = 0, []
    for kind, what in story:
        if kind == "refer":
            rows = [{"number": entered + place, **row} for place, row in enumerate(what)]
            entered += len(rows)
            conn.execute("select pg_temp.refer(%s)", (Jsonb(rows),))
        elif kind == "bulk":
            row = conn.execute("select pg_temp.bulk(%s, %s)", (what, is_plain)).fetchone()
            said.append(row)
        elif kind in ("hide", "show"):
            conn.execute("select pg_temp.hide(%s, %s)", (what, kind == "hide"))
        elif kind == "remove":
            conn.execute("select pg_temp.remove(%s)", (what,))
        else:
            conn.execute("select pg_temp.move(%s, %s)", (what, kind))
    return said


def _value(conn: psycopg.Connection, query: str) -> object:
    row = conn.execute(query).fetchone()
    assert row is not None
    return row[0]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(campaigns=_CAMPAIGNS, story=some.lists(_STEP, min_size=1, max_size=9))
def test_any_story_ends_the_same_in_both_forms(world, campaigns, story) -> None:
    """Points, rankings, ledger, achievements, dashboards and leaderboards are the same numbers."""
    ends = []
    for is_plain in (False, True):
        with world.transaction(force_rollback=True):
            world.execute("select pg_temp.run_campaigns(%s)", (Jsonb(list(campaigns)),))
            if is_plain:
                world.execute("select pg_temp.use_plain_triggers()")
            said = _tell(world, story, is_plain=is_plain)
            assert _value(world, "select pg_temp.is_counted_right()")
            ends.append((said, _value(world, "select pg_temp.read_story()")))
            if not is_plain:
                assert _value(world, "select pg_temp.find_differences()") == []
    assert ends[0] == ends[1]
