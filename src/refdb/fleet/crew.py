"""The loop: a thread a target, begun as the rule allows, ended cleanly when it is interrupted."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from refdb.errors import RefdbError
from refdb.fleet.rule import Progress, Rule, may_begin
from refdb.fleet.visit import Ended, Visit, Wait, is_end_of_stop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from refdb.fleet.members import Member

Answer = TypeVar("Answer")

_LOOK = 0.05  # seconds between two looks at those that are asked to end
INTERRUPTED = 130  # as shells say of a command that Ctrl-C ended


def run(
    members: Sequence[Member],
    work: Callable[[Visit], Answer],
    rule: Rule,
    on_end: Callable[[Ended[Answer]], None],
    on_wait: Callable[[Wait], None] = lambda _: None,
) -> tuple[tuple[Ended[Answer] | None, ...], int]:
    """Works on every target that the rule allows to begin.

    Args:
        members: the targets, in the order in which they begin.
        work: what to do on one, in a thread of its own; tells its visit what it does.
        rule: who may begin when.
        on_end: told of each as it ends, in this thread.
        on_wait: told, in this thread, of each that begins to wait or goes on.

    Returns:
        What each came to, None for one that has not begun; and 0, or the exit code when Ctrl-C
        or a signal that raises SystemExit interrupted it.

    Raises:
        Exception: what `work` raised that is no RefdbError, when all have ended.
    """
    crew = _Crew(members, work, on_end, on_wait)
    try:
        crew.work_off(rule)
    except KeyboardInterrupt:
        return crew.end(), INTERRUPTED
    except SystemExit as end:
        return crew.end(), end.code if isinstance(end.code, int) else INTERRUPTED
    except BaseException:
        crew.end()
        raise
    return crew.ended, 0


class _Crew(Generic[Answer]):
    """Those that have begun, and what those that have ended came to.

    What a turn came to is kept by its own thread: an interruption of the fleet's thread, at
    whatever place, cannot lose it.
    """

    def __init__(
        self,
        members: Sequence[Member],
        work: Callable[[Visit], Answer],
        on_end: Callable[[Ended[Answer]], None],
        on_wait: Callable[[Wait], None],
    ) -> None:
        self._members = members
        self._work = work
        self._on_end = on_end
        self._on_wait = on_wait
        self._visits: list[Visit] = []
        self._ended: dict[int, Ended[Answer]] = {}
        self._told: list[int] = []
        self._news: queue.SimpleQueue[int | Wait | Exception] = queue.SimpleQueue()

    @property
    def ended(self) -> tuple[Ended[Answer] | None, ...]:
        """What each target came to, in order."""
        return tuple(self._ended.get(place) for place in range(len(self._members)))

    def work_off(self, rule: Rule) -> None:
        """Begins what the rule allows and waits for one to end, until there is neither."""
        self._begin(rule)
        while len(self._told) < len(self._visits):
            self._receive(self._news.get())
            self._begin(rule)

    def _begin(self, rule: Rule) -> None:
        failed = frozenset(place for place in self._told if self._ended[place].is_failed)
        progress = Progress(len(self._members), len(self._visits), len(self._told), failed)
        for _ in range(may_begin(rule, progress)):
            place = len(self._visits)
            self._visits.append(Visit(self._members[place], self._news.put))
            # A daemon: one that hangs in connecting must not keep an interrupted command.
            threading.Thread(target=self._visit, args=(place,), daemon=True).start()

    def _visit(self, place: int) -> None:
        try:
            self._ended[place] = _turn(self._visits[place], self._work)
            self._news.put(place)
        except Exception as error:  # noqa: BLE001 - raised again in the fleet's own thread
            self._news.put(error)
        finally:
            self._visits[place].leave()

    def _receive(self, news: int | Wait | Exception) -> None:
        if isinstance(news, Exception):
            raise news
        if isinstance(news, Wait):
            self._on_wait(news)
            return
        self._told.append(news)
        self._on_end(self._ended[news])

    def end(self) -> tuple[Ended[Answer] | None, ...]:
        """Asks all to end, waits until those with a connection have, and answers what all came to.

        Whoever interrupts a second time is not asked to wait: the servers undo what is left.
        """
        for visit in self._visits:
            visit.stop()
        while self._is_any_at_work():
            for visit in self._visits:
                visit.press()
            with suppress(queue.Empty):
                self._receive(self._news.get(timeout=_LOOK))
        with suppress(queue.Empty):
            while True:
                self._receive(self._news.get_nowait())
        return self.ended

    def _is_any_at_work(self) -> bool:
        return any(visit.is_at_work for visit in self._visits)


def _turn(visit: Visit, work: Callable[[Visit], Answer]) -> Ended[Answer]:
    answer, error = None, None
    try:
        answer = work(visit)
    except RefdbError as raised:
        error = raised
    return Ended(
        visit.member,
        answer,
        error,
        is_stopped=error is not None and visit.is_stopped and is_end_of_stop(error),
        done=visit.number_done,
        duration_ms=visit.duration_ms,
    )
