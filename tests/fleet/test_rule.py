"""Who may begin: pure decisions, over every order in which targets can end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb.errors import BadRequestError
from refdb.fleet import Rule
from refdb.fleet.rule import Progress, may_begin

_RULES = st.builds(
    Rule,
    canary=st.integers(0, 5),
    parallel=st.integers(1, 5),
    max_failures=st.none() | st.integers(0, 5),
)


@given(_RULES, st.integers(1, 12), st.data())
def test_rule_holds_in_every_order_of_ends(rule, total, data) -> None:
    """Never more than `parallel`, canaries alone, none after too many failures, all otherwise."""
    begun, under_way, ended, failed = 0, set(), 0, set()
    while True:
        number = may_begin(rule, Progress(total, begun, ended, frozenset(failed)))
        is_stopped = any(one < rule.canary for one in failed) or (
            rule.max_failures is not None and len(failed) > rule.max_failures
        )
        assert number == 0 or not is_stopped
        under_way |= set(range(begun, begun + number))
        begun += number
        assert len(under_way) <= rule.parallel
        assert ended >= min(rule.canary, total) or max(under_way, default=0) < rule.canary
        if not under_way:
            break
        place = data.draw(st.sampled_from(sorted(under_way)))
        under_way.remove(place)
        ended += 1
        failed |= {place} if data.draw(st.booleans()) else set()
    assert begun == total or is_stopped


@pytest.mark.parametrize("wrong", [{"canary": -1}, {"parallel": 0}, {"max_failures": -1}])
def test_numbers_that_cannot_be(wrong) -> None:
    """A number that is too small is refused with the option's name."""
    name = next(iter(wrong)).replace("_", "-")
    with pytest.raises(BadRequestError, match=f"--{name}"):
        Rule(**wrong)
