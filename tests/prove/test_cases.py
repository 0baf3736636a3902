"""Right and wrong rollbacks of every sort, each judged rightly on each version."""

import pytest

from proofs import cases

_WRONG, _RIGHT = cases("wrong"), cases("right")


@pytest.mark.parametrize("case", [*_WRONG, *_RIGHT], ids=lambda case: case.name)
def test_case_is_judged_rightly(ground, case) -> None:
    """The verdict is the file's, what differs is what the file names, and nothing else is said."""
    (proof,) = ground.judge(case).each
    assert case.mistakes(proof) == []


def test_there_are_cases_of_both_sorts() -> None:
    """At least 60 wrong rollbacks and 60 right ones are judged, each under the name it deserves."""
    assert min(len(_WRONG), len(_RIGHT)) >= 60
    good = {"reversible", "irreversible"}
    assert {case.name for case in _WRONG if case.verdict in good} == set()
    assert {case.name for case in _RIGHT if case.verdict not in good} == set()
