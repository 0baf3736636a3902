"""One command as a whole process: how long it took, its CPU, its memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOPWATCH = Path(__file__).with_name("stopwatch.py")
_LONGEST = 900  # seconds; nothing that is measured here comes near it
_LAST_LINES = 15  # of what a failed command printed


@dataclass(frozen=True)
class Command:
    """What to run.

    Attributes:
        argv: the program's path and its arguments.
        folder: where it runs.
        environ: variables beside the machine's own.
    """

    argv: tuple[str, ...]
    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Timing:
    """What a command took.

    Attributes:
        seconds: from its start to its end.
        cpu: seconds of CPU of the process itself, not of the server.
        memory_mb: its memory at the most, in MB of 1,024 * 1,024 bytes.
    """

    seconds: float
    cpu: float
    memory_mb: float


class CommandFailedError(Exception):
    """A command that did not end well; its text is what it printed last."""


def timed(command: Command) -> Timing:
    """Runs a command and answers what it took.

    Raises:
        CommandFailedError: it ended with another code than 0, or not at all.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "output")
        figures = _watched(command, output)
        printed = output.read_text(encoding="utf-8", errors="replace") if output.exists() else ""
    seconds, cpu, kilobytes, code = figures
    if code:
        last = "\n".join(printed.splitlines()[-_LAST_LINES:])
        raise CommandFailedError(f"{' '.join(command.argv)}: exit code {code:.0f}\n{last}")
    return Timing(seconds, cpu, kilobytes / 1024)


def _watched(command: Command, output: Path) -> tuple[float, float, float, float]:
    stopwatch = [sys.executable, "-I", "-S", str(_STOPWATCH), str(output), *command.argv]
    # A session of its own, so that a command that hangs can be ended with all it started.
    with subprocess.Popen(
        stopwatch,
        cwd=command.folder,
        env=_environ() | dict(command.environ),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(timeout=_LONGEST)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise CommandFailedError(f"{command.argv[0]} cannot be started")
    seconds, cpu, kilobytes, code = map(float, printed.split())
    return seconds, cpu, kilobytes, code


def _environ() -> dict[str, str]:
    """The machine's own variables, without those that name a database."""
    named = ("PG", "REFDB_", "DATABASE_URL", "DBMATE_", "YOYO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(named)}
