"""docs/locks.md as code: what statements do, read from their text alone."""

from __future__ import annotations

import pytest

from locks import cases
from refdb import sqltext
from refdb.lint.safety.effects import Effects
from refdb.lint.safety.statements import run
from refdb.lint.safety.world import World

# A grant's mildest lock is of no account; of several indexes that one statement builds anew, the
# text tells the locks that an observer cannot see any more.
_OTHERWISE = ("GRANT", "REINDEX SCHEMA")
_CASES = [
    one
    for one in cases.cases()
    if one.major in {15, 18} and not one.error and one.say not in _OTHERWISE
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.say} pg{case.major}")
def test_text_tells_what_was_observed(case) -> None:
    """Locks, new files, index builds and full reads are those of the row."""
    world = World(major=case.major)
    for text in (cases.schema(), case.setup.format(database="x")):
        for statement in sqltext.split(text):
            run(sqltext.parsed(statement.text), Effects(world))
    world.now += 1
    (statement,) = sqltext.split(case.sql.format(database="x"))
    effects = Effects(world)
    run(sqltext.parsed(statement.text), effects)
    assert cases.effect(effects.observation(statement.text, {})) == case.effect
