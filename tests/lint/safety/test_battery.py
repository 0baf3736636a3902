"""The labelled battery: its labels, and what the checker says of it, measured and by the text."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from lint.battery import battery, judged

if TYPE_CHECKING:
    from collections.abc import Callable

_NEEDS = {15: "local15", 18: "embedded18"}
_RIGHT = 0.99  # of all cases, at the least


def versions() -> list[object]:
    """Each version that the battery is labelled for."""
    return [
        pytest.param(one, id=f"pg{one}", marks=pytest.mark.needs(_NEEDS[one]))
        for one in battery.VERSIONS
    ]


@pytest.fixture(scope="module")
def run(server) -> Callable[[int], judged.Run]:
    """Answers what the checker said of every case on a version, and what was observed."""
    found: dict[int, judged.Run] = {}

    def of(major: int) -> judged.Run:
        if major not in found:
            with closing(battery.Range(server(major))) as ground:
                found[major] = judged.run(battery.on(major), major, ground)
        return found[major]

    return of


def test_battery_is_large_enough() -> None:
    """There are 150 statements, safe ones and unsafe ones, on each version."""
    for major in battery.VERSIONS:
        unsafe = sum(one.is_unsafe(major) for one in battery.on(major))
        assert len(battery.on(major)) >= 150
        assert 75 <= unsafe <= len(battery.on(major)) - 75


@pytest.mark.parametrize("major", versions())
def test_labels_are_what_was_observed(run, major) -> None:
    """Every statement locks, writes, builds and reads what its label says."""
    seen = run(major).observed
    wrong = {
        case.name: battery.label(seen[case.name].seen)
        for case in battery.on(major)
        if battery.label(seen[case.name].seen) != case.labels[major]
    }
    assert wrong == {}


@pytest.mark.parametrize("major", versions())
def test_measured_verdicts_are_right(run, major) -> None:
    """On a throwaway 99 of 100 verdicts are right, and none lets an unsafe statement pass."""
    verdicts = run(major).measured
    assert verdicts.missed == ()
    assert verdicts.right >= _RIGHT * verdicts.total, verdicts.false


@pytest.mark.parametrize("major", versions())
def test_verdicts_by_the_text_are_right(run, major) -> None:
    """Without a throwaway 99 of 100 verdicts are right, and none lets an unsafe statement pass."""
    verdicts = run(major).by_text
    assert verdicts.missed == ()
    assert verdicts.right >= _RIGHT * verdicts.total, verdicts.false
