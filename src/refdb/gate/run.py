"""Runs the gate's parts, in processes of their own where there is room for more than one."""

from __future__ import annotations

import importlib
import io
import multiprocessing
import os
import pickle
import time
import traceback
from multiprocessing import connection
from typing import TYPE_CHECKING, NamedTuple

from refdb.errors import RefdbError
from refdb.gate.values import Ended, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess


#: Seconds in which a part that is told to end closes what it opened.
_PATIENCE_S = 20.0


class _Running(NamedTuple):
    """A part that is under way."""

    part: Part
    process: ForkProcess


def run(
    parts: Sequence[Part],
    *,
    processes: int,
    on_end: Callable[[Ended], object] = lambda _: None,
    on_change: Callable[[Collection[str]], object] = lambda _: None,
) -> tuple[Ended, ...]:
    """Answers what became of each part, in the order in which they are given.

    With more than one process each part has its own, forked from this one: they share what it
    has loaded, and no lock of the interpreter keeps one waiting for another. A caller that has
    threads, which a fork does not copy, asks for one process: all is then done in this one.

    Args:
        parts: the parts.
        processes: how many may be under way at once.
        on_end: told of each as it ends.
        on_change: told which are under way, whenever that changes.

    Raises:
        Exception: whatever a part raises that is no RefdbError: it is wrong itself.
    """
    ordered = sorted(parts, key=lambda one: -one.weight)
    run_all = _one_by_one if processes == 1 else _side_by_side
    ended = run_all(ordered, processes, on_end, on_change)
    return tuple(ended[one.name] for one in parts)


def look(part: Part) -> Ended:
    """Answers what becomes of a part, looked at here and now."""
    started = time.perf_counter()

    def spent() -> float:
        return (time.perf_counter() - started) * 1000

    try:
        answer = part.look()
    except RefdbError as error:
        return Ended(part.name, error=error, duration_ms=spent())
    return Ended(part.name, answer, duration_ms=spent())


def _one_by_one(
    parts: Sequence[Part],
    _: int,
    on_end: Callable[[Ended], object],
    on_change: Callable[[Collection[str]], object],
) -> dict[str, Ended]:
    ended = {}
    for one in parts:
        on_change((one.name,))
        ended[one.name] = look(one)
        on_end(ended[one.name])
    on_change(())
    return ended


def _side_by_side(
    parts: Sequence[Part],
    processes: int,
    on_end: Callable[[Ended], object],
    on_change: Callable[[Collection[str]], object],
) -> dict[str, Ended]:
    waiting = list(parts)
    running: dict[Connection, _Running] = {}
    ended: dict[str, Ended] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                running |= [_begin(waiting.pop(0))]
            on_change([one.part.name for one in running.values()])
            ready = connection.wait(list(running))
            for pipe in [one for one in running if one in ready]:
                one = _end(pipe, running.pop(pipe))
                ended[one.name] = one
                on_end(one)
        on_change(())
        return ended
    finally:
        _stop(running)


def _begin(part: Part) -> tuple[Connection, _Running]:
    forked = multiprocessing.get_context("fork")
    mine, its = forked.Pipe(duplex=False)
    process = forked.Process(target=_answer, args=(part, its), name=f"refdb {part.name}")
    process.start()
    its.close()  # so that its end is seen here
    return mine, _Running(part, process)


def _answer(part: Part, pipe: Connection) -> None:
    """What a part's process does; never returns."""
    try:
        pipe.send(look(part))
    except (KeyboardInterrupt, SystemExit):  # it was told to end: whoever waits says why
        pass
    except BaseException:  # noqa: BLE001 - told there, where somebody reads it
        pipe.send(traceback.format_exc())
    finally:
        # What was opened is closed by now. A usual end would wait for threads, and one that waits
        # for a server which is gone waits for ever.
        os._exit(0)


class _Unpickler(pickle.Unpickler):
    """Reads an answer whose classes may be in packages that nobody has used here yet.

    Python would load a module of such a package twice: once with its package, and once more.
    """

    def find_class(self, module: str, name: str) -> object:
        """Answers a class, its packages loaded first."""
        parts = module.split(".")
        for count in range(1, len(parts)):
            package = importlib.import_module(".".join(parts[:count]))
            getattr(package, "__doc__", None)  # loads one that is late
        return super().find_class(module, name)


def _end(pipe: Connection, running: _Running) -> Ended:
    try:
        told = _Unpickler(io.BytesIO(pipe.recv_bytes())).load()
    except EOFError:
        told = f"its process ended with {running.process.exitcode} and said nothing"
    finally:
        pipe.close()
    running.process.join()
    if isinstance(told, Ended):
        return told
    raise RuntimeError(f"{running.part.name} cannot be run: {told}")


def _stop(running: dict[Connection, _Running]) -> None:
    """Ends what is still under way, and waits until what it opened is gone."""
    for one in running.values():
        one.process.terminate()
    for one in running.values():
        one.process.join(_PATIENCE_S)
        one.process.kill()  # does nothing to one that has ended
        one.process.join()
