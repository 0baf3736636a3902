"""One point: run, strike, run again without a person, compare with an undisturbed run."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faults.harness.moments import Hold, Release
from faults.harness.points import place_of
from faults.harness.scenarios import SCENARIOS
from faults.harness.state import differences, read_state, wrong_records

if TYPE_CHECKING:
    import psycopg

    from faults.harness.client import Client, Ended
    from faults.harness.moments import Moment, Until
    from faults.harness.points import Point
    from faults.harness.proxy import Trigger
    from faults.harness.rig import Prepared, Rig

_MOST_RUNS = 4  # after the death; the first is expected to do
_SECONDS = 30.0  # until a place or a state is reached
_POLL = 0.001  # seconds


@dataclass(frozen=True)
class Outcome:
    """What a point came to.

    Attributes:
        point: the point.
        place: where it was, for people.
        strikes: how many times it was struck.
        runs: how many runs it took after the last death until one succeeded.
        problems: what a person would have to see to; empty when all is well.
    """

    point: Point
    place: str
    strikes: int
    runs: int
    problems: tuple[str, ...]


class Trial:
    """Tries one point on a database of its own."""

    def __init__(self, rig: Rig, prepared: Prepared, point: Point) -> None:
        """Makes the database.

        Args:
            rig: where.
            prepared: the point's scenario on it.
            point: the point.
        """
        self._rig, self._prepared, self._point = rig, prepared, point
        self._database = rig.fresh(prepared.template)
        self._sessions: dict[str, psycopg.Connection[tuple[object, ...]]] = {}
        self._problems: list[str] = []
        self._strikes = 0

    def run(self) -> Outcome:
        """Answers what the point came to; the database is gone then."""
        place = self.strike()
        if not self._strikes:
            self._problems.append("the place was never reached")
        self._judge_records()
        if self._point.again is not None:
            self._strike_again(self._point.again)
        runs = self._recover()
        self.judge_end()
        self.close()
        return Outcome(self._point, place, self._strikes, runs, self.problems)

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found so far."""
        return tuple(self._problems)

    def close(self) -> None:
        """Removes the database."""
        self._rig.server.drop(self._database)

    def strike(self) -> str:
        """Runs the command and strikes at the point; answers the place for people."""
        if self._point.moment:
            self._reach_moment(self._point.moment)
            return self._point.moment.name
        found = place_of(self._prepared, self._point.part)
        self.reach_place(found.trigger, self._point.delay_s)
        return found.words

    def again(self, *options: str) -> Ended:
        """Runs the command again, straight and undisturbed."""
        return self._start(*options, through_proxy=False).wait()

    def _start(self, *options: str, through_proxy: bool) -> Client:
        url = self._rig.url(self._database, through_proxy=through_proxy)
        arguments = [*self._prepared.scenario.command, *options, "--target", url]
        return self._rig.clients.start(self._prepared.folder, arguments)

    def reach_place(self, trigger: Trigger, delay_s: float = 0.0) -> Ended:
        """Runs the command up to a place, and strikes there; or to its end.

        Args:
            trigger: the place.
            delay_s: seconds that pass between a client's message and the death.
        """
        proxy = self._rig.proxy
        proxy.arm(trigger)
        client = self._start(through_proxy=True)
        while client.is_alive and not proxy.held.wait(_POLL):
            pass
        if proxy.held.is_set():
            if trigger.after:
                time.sleep(delay_s)
            self._strike(client)
        return self._judge_client(client)

    def _reach_moment(self, moment: Moment) -> None:
        """Brings a state about, and strikes in it."""
        proxy = self._rig.proxy
        proxy.arm(None)
        client: Client | None = None
        with ExitStack() as stack:
            for act in moment.acts:
                if isinstance(act, Hold):
                    # Closing asks nothing of a server that may be gone.
                    conn = stack.enter_context(closing(self._rig.server.connect(self._database)))
                    conn.execute(b"begin")
                    conn.execute(act.sql.encode())
                    self._sessions[act.name] = conn
                elif isinstance(act, Release):
                    self._sessions.pop(act.name).execute(b"commit")
                else:
                    client = client or self._start(through_proxy=True)
                    self._wait_for(act, client)
            assert client
            if not self._problems:
                self._strike(client)
        self._judge_client(client)

    def _wait_for(self, state: Until, client: Client) -> None:
        query = f"select {state.condition}".encode()
        deadline = time.monotonic() + _SECONDS
        with self._rig.server.connect(self._database) as conn:
            while conn.execute(query).fetchall() != [(True,)]:
                if not client.is_alive or time.monotonic() > deadline:
                    self._problems.append(f"never true: {state.condition}")
                    return
                time.sleep(_POLL)

    def _strike(self, client: Client) -> None:
        self._strikes += 1
        if self._point.death == "client killed":
            client.kill()
        elif self._point.death == "backend terminated":
            self._rig.server.end_sessions(self._database)
        else:
            self._rig.server.stop_at_once()
            self._rig.server.start()
        self._rig.proxy.release(cut=self._point.death == "client killed")

    def _strike_again(self, part: float) -> None:
        """Strikes the run that recovers; one that says less ends before it is reached."""
        place = place_of(self._prepared, part)
        ended = self.reach_place(place.trigger, self._point.delay_s)
        if self._strikes == 1 and ended.code:
            self._problems.append(f"the second run ended with {ended.code}: {ended.said}")
        self._judge_records()

    def _judge_client(self, client: Client) -> Ended:
        """A client that outlives its server says so in its own words."""
        ended = client.wait()
        if "Traceback" in ended.said:
            self._problems.append(f"the struck client ended with a traceback: {ended.said}")
        return ended

    def _judge_records(self) -> None:
        with self._rig.server.connect(self._database) as conn:
            self._problems += wrong_records(conn, self._prepared.scenario.files)

    def _recover(self) -> int:
        """Runs the same command until it succeeds; answers how many times that was."""
        ended = None
        for number in range(1, _MOST_RUNS + 1):
            ended = self.again()
            if ended.code == 0:
                return number
        assert ended
        self._problems.append(f"run again it ends with {ended.code}: {ended.said}")
        return _MOST_RUNS

    def judge_end(self) -> None:
        """Compares what there is with what an undisturbed run leaves."""
        with self._rig.server.connect(self._database) as conn:
            passed_over = "log" if self._prepared.scenario.is_anew else ""
            self._problems += differences(self._prepared.expected, read_state(conn), passed_over)


def try_point(rig: Rig, point: Point) -> Outcome:
    """Answers what a point comes to.

    Args:
        rig: where it is tried.
        point: the point.
    """
    return Trial(rig, rig.prepared(SCENARIOS[point.scenario]), point).run()
