"""No death, wherever it comes, leaves a state that a person must repair.

`make faults` tries hundreds of points on every version; here is a spread of them.
"""

from collections import Counter

import pytest

from faults.harness.moments import MOMENTS
from faults.harness.points import DEATHS, Point, wire_points
from faults.harness.trial import try_point

_SEED = 3
_WIRE = tuple(wire_points(1, _SEED))
# Each moment with a death that the server hears of, in turn; every third also with the client's,
# whose statement goes on without it.
_HEARD = ("backend terminated", "server stopped")
_MOMENTS = tuple(
    Point(moment.scenario, death, moment=moment)
    for number, moment in enumerate(MOMENTS)
    for death in (
        (_HEARD[number % 2], "client killed") if number % 3 == 0 else (_HEARD[number % 2],)
    )
)

pytestmark = pytest.mark.needs("embedded18")


@pytest.mark.parametrize("point", _WIRE + _MOMENTS, ids=str)
def test_death_leaves_nothing_for_a_person(rig, point) -> None:
    """The same command, run again, ends as if nothing had happened, and records nothing false."""
    outcome = try_point(rig, point)
    assert not outcome.problems, f"{outcome.place}\n" + "\n".join(outcome.problems)


def test_points_are_many_and_spread() -> None:
    """There are sixty points or more, every death in every scenario, every named moment."""
    points = _WIRE + _MOMENTS
    assert len(points) >= 60
    assert {one.moment for one in points} == {None, *MOMENTS}
    assert set(Counter(one.death for one in points)) == set(DEATHS)
    pairs = {(one.scenario, one.death) for one in points}
    assert len(pairs) == len({one.scenario for one in points}) * len(DEATHS)
