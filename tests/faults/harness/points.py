"""Which points there are, and which of them are taken: spread evenly, the same for a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faults.harness.moments import MOMENTS, Moment
from faults.harness.proxy import CLIENT, SERVER, Trigger
from faults.harness.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faults.harness.rig import Prepared

DEATHS = ("client killed", "backend terminated", "server stopped")
_LONGEST_DELAY = 0.016  # seconds into a statement's run; most end within a few thousandths
# A server's greeting and its receipts: nothing has happened since the message before.
_TELLS_NOTHING = frozenset("RSK12ntT")
_STRUCK_AGAIN = 3  # one in so many is struck again while it recovers


@dataclass(frozen=True)
class Point:
    """A death at a place of a scenario's command.

    Attributes:
        scenario: the scenario's name.
        death: one of DEATHS.
        part: where in the conversation, from 0 to 1; for a moment, nothing.
        delay_s: seconds that pass between a client's message and the death.
        moment: the state that is waited for instead.
        again: where the run that recovers is struck by the same death, from 0 to 1.
    """

    scenario: str
    death: str
    part: float = 0.0
    delay_s: float = 0.0
    moment: Moment | None = None
    again: float | None = None

    def __str__(self) -> str:
        """The point in words that are the same on every run."""
        place = self.moment.name if self.moment else f"{self.part:.1%}"
        twice = f", again at {self.again:.0%}" if self.again is not None else ""
        return f"{self.scenario}, {self.death}, {place}{twice}"


@dataclass(frozen=True)
class Place:
    """A point's place in a recorded conversation.

    Attributes:
        trigger: where the conversation is held.
        words: the place for people.
    """

    trigger: Trigger
    words: str


def place_of(prepared: Prepared, part: float) -> Place:
    """Answers the place at a part of a conversation, from 0 to 1.

    A client's message has two places: before the server sees it, and while the server works on
    it. A server's message has one: what it tells is true, and the client does not know it yet.
    """
    places = list(_places(prepared))
    trigger = places[min(int(part * len(places)), len(places) - 1)]
    where = "after" if trigger.after else "before"
    number = f"{trigger.index + 1} of {prepared.count(trigger.side)}"
    said = prepared.message(trigger.side, trigger.index)
    return Place(trigger, f"{where} {trigger.side} message {number}: {said}")


def _places(prepared: Prepared) -> Iterator[Trigger]:
    counts = {CLIENT: 0, SERVER: 0}
    for message in prepared.said:
        index = counts[message.side]
        counts[message.side] += 1
        if message.side == CLIENT:
            yield Trigger(CLIENT, index)
            yield Trigger(CLIENT, index, after=True)
        elif message.kind not in _TELLS_NOTHING:
            yield Trigger(SERVER, index)


def wire_points(count: int, seed: int) -> Iterator[Point]:
    """Answers points of the conversation, the same number for each scenario and death.

    Args:
        count: how many for each scenario and death.
        seed: the same seed gives the same points.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    pairs = [(scenario, death) for scenario in SCENARIOS for death in DEATHS]
    for number, (scenario, death) in enumerate(pairs):
        turn = number + number // len(DEATHS)
        for step in range(count):
            # The deaths share a conversation: each takes another part of it.
            share = ((turn + step) % len(DEATHS) + chance.random()) / len(DEATHS)
            part = (step + share) / count
            delay = chance.random() ** 2 * _LONGEST_DELAY
            is_second = (number + step) % _STRUCK_AGAIN == 0
            again = chance.random() if is_second else None
            yield Point(scenario, death, part, delay, again=again)


def moment_points(*, again: float | None = None) -> Iterator[Point]:
    """Answers every named moment with every death.

    Args:
        again: where the run that recovers is struck as well, from 0 to 1.
    """
    for moment in MOMENTS:
        for death in DEATHS:
            yield Point(moment.scenario, death, moment=moment, again=again)
