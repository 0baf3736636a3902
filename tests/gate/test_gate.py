"""How the gate runs its parts and judges what they came to."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from refdb.errors import BadTreeError, CannotConnectError, MissingPartError, StatementFailedError
from refdb.findings import Finding, Level
from refdb.gate import Ended, Fix, Nothing, Part, State, exit_code, first_fix, run

if TYPE_CHECKING:
    from pathlib import Path

# Python 3.12 warns of a fork beside threads, which pytest-xdist has.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

WARNING = Finding("lint/a", "a", "Odd.", Level.WARNING, "a.sql", 1, "Change it.")
ERROR = Finding("lint/b", "b", "Bad.", Level.ERROR, "b.sql", 2, "Mend it.", 7)


class Found:
    """An answer with findings."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings


@pytest.mark.parametrize(
    ("one", "state", "code", "strict"),
    [
        (Ended("a", Found()), State.PASSED, 0, 0),
        (Ended("a", Nothing("the tree has no test")), State.EMPTY, 0, 0),
        (Ended("a", Found(WARNING)), State.FAILED, 1, 1),
        (Ended("a", error=MissingPartError("no server")), State.BLIND, 0, 2),
        (Ended("a", error=CannotConnectError("gone")), State.BLIND, 0, 3),
        (Ended("a", error=BadTreeError("wrong")), State.ERROR, 2, 2),
        (Ended("a", error=StatementFailedError("no")), State.ERROR, 5, 5),
    ],
)
def test_each_end_has_a_state_and_an_exit_code(one, state, code, strict) -> None:
    """Who could not look fails only where that is asked for; nothing to look at never does."""
    assert one.state is state
    assert (one.code(strict=False), one.code(strict=True)) == (code, strict)
    passed = Ended("b", Found())
    assert exit_code([passed, one, passed], strict=False) == code


def test_the_worst_exit_code_is_the_gates() -> None:
    """Of all parts the highest exit code is answered."""
    parts = [Ended("a", Found(ERROR)), Ended("b", error=StatementFailedError("no")), Ended("c")]
    assert exit_code(parts, strict=False) == 5


def test_the_first_fix_is_of_the_first_part_and_the_worst_finding() -> None:
    """What only warns, or could not look, is passed over for what fails."""
    blind = Ended("lint", error=MissingPartError("no sqlfluff", hint="Install it."))
    parts = [blind, Ended("prove", Found(WARNING, ERROR)), Ended("test", Found(WARNING))]
    assert first_fix(parts, strict=False) == Fix("prove", "b.sql:2:7", "lint/b", "Bad.", "Mend it.")
    assert first_fix(parts, strict=True) == Fix("lint", "", "", "no sqlfluff", "Install it.")
    assert first_fix([Ended("a", Found())], strict=True) is None


def test_parts_run_side_by_side_and_are_answered_in_order() -> None:
    """Each has its own process; the heaviest begins; errors keep all they know on the way."""
    error = StatementFailedError("no", sqlstate="42P01", file="a.sql", line=3, hint="Look.")

    def fails() -> Found:
        raise error

    told, seen = [], []
    parts = [
        Part("a", lambda: Found(ERROR), 1),
        Part("b", fails, 2),
        Part("c", lambda: Nothing(str(os.getpid())), 3),
    ]
    ended = run(parts, processes=2, on_end=told.append, on_change=lambda x: seen.append(list(x)))
    assert [one.name for one in ended] == ["a", "b", "c"]
    assert sorted(told, key=lambda one: one.name) == list(ended)
    assert seen[0] == ["c", "b"]
    assert seen[-1] == []
    assert ended[0].findings == (ERROR,)
    assert vars(ended[1].error) == vars(error)
    assert ended[2].answer != Nothing(str(os.getpid()))


def test_one_process_is_this_one() -> None:
    """Where only one may be under way, nothing is forked."""
    (ended,) = run([Part("a", lambda: Nothing(str(os.getpid())))], processes=1)
    assert ended.answer == Nothing(str(os.getpid()))


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_a_part_that_breaks_is_told_and_ends_the_others(tmp_path: Path, end) -> None:
    """A killed process or a defect is no finding: it is raised, and nothing runs on.

    Not even a part that ends as the command line does, with a thread that waits for ever.
    """
    running = tmp_path / "pid"

    def sleeps() -> Found:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        threading.Thread(target=threading.Event().wait).start()
        running.write_text(str(os.getpid()))
        time.sleep(60)
        return Found()

    def breaks() -> Found:
        while not running.exists() or not running.read_text():
            time.sleep(0.01)
        end()
        return Found()

    with pytest.raises(RuntimeError, match="breaks cannot be run: "):
        run([Part("sleeps", sleeps, 2), Part("breaks", breaks)], processes=2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(running.read_text()), 0)
