"""The one case for a person: a statement that commits by itself and leaves nothing to look for."""

import pytest

from faults.harness.moments import Hold, Moment, Until
from faults.harness.points import Point
from faults.harness.proxy import SERVER, Trigger
from faults.harness.scenarios import Scenario
from faults.harness.trial import Trial

pytestmark = pytest.mark.needs("embedded18")

_PROCEDURE = (
    "create table public.done (name text);\n"
    "create procedure public.in_two_parts() language plpgsql as $$ begin\n"
    "    insert into public.done values ('one'); commit; insert into public.done values ('two');\n"
    "end $$;\n"
)
_LATER = "insert into public.done values ('later')"
_CALL = "call public.in_two_parts()"
_BLOCK = "do $$ begin insert into public.done values ('block'); end $$"


def _scenario(statement):
    return Scenario(
        "call" if statement == _CALL else "block",
        {
            "0001_ground.sql": _PROCEDURE,
            "0001_ground.rollback.sql": "drop procedure public.in_two_parts;\n"
            "drop table public.done;\n",
            "0002_alone.sql": f"-- transactional: false\n{statement};\n{_LATER};\n",
            "0002_alone.rollback.sql": "-- transactional: false\ndelete from public.done;\n",
        },
        (("apply", "--to", "1"),),
        ("apply",),
    )


def _strike_while_it_waits(trial, prepared) -> None:
    trial.strike()


def _strike_when_it_is_done(trial, prepared) -> None:
    """The server has done it, and the client is not told."""
    server = [one for one in prepared.said if one.side == SERVER]
    tag = next(n for n, one in enumerate(server) if one.kind == "C" and one.text in {"CALL", "DO"})
    trial.reach_place(Trigger(SERVER, tag))


def _waiting(scenario):
    hold = Hold("first", "lock table public.done in share mode")
    waits = "select from pg_stat_activity where datname = current_database() and "
    until = Until(f"exists ({waits} application_name = 'refdb' and wait_event_type = 'Lock')")
    return Moment(scenario, "the statement waits for a lock", (hold, until))


@pytest.mark.parametrize("statement", [_CALL, _BLOCK], ids=["call", "do"])
@pytest.mark.parametrize(
    ("strike", "death", "option"),
    [
        (_strike_while_it_waits, "backend terminated", "--resume-at"),
        (_strike_while_it_waits, "server stopped", "--resume-at"),
        # Its server process does not hear of the client's death, and ends the statement.
        (_strike_while_it_waits, "client killed", "--resume-after"),
        (_strike_when_it_is_done, "backend terminated", "--resume-after"),
        (_strike_when_it_is_done, "server stopped", "--resume-after"),
        (_strike_when_it_is_done, "client killed", "--resume-after"),
    ],
)
def test_unknowable_statement_is_named_and_ended_as_told(
    rig, statement, strike, death, option
) -> None:
    """Run again, it is refused with the statement and both ways on; the right one ends it."""
    scenario = _scenario(statement)
    prepared = rig.prepared(scenario)
    trial = Trial(rig, prepared, Point(scenario.name, death, moment=_waiting(scenario.name)))
    strike(trial, prepared)
    for _ in range(2):  # refusing changes nothing
        refused = trial.again()
        assert refused.code == 4
        assert "statement 1 was interrupted, and whether it took effect is unknown" in refused.said
        assert f"unknown: {statement[:40]}" in refused.said
        assert "0002_alone.sql:2" in refused.said
        assert "--resume-after" in refused.said
        assert "--resume-at" in refused.said
    assert trial.again(option).code == 0
    trial.judge_end()
    assert trial.problems == ()
    trial.close()
