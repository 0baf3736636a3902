"""refdb as a process of its own that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZYGOTE = Path(__file__).with_name("zygote.py")
# What the machine's own environment says of databases must not reach a client.
_UNSET = ("DATABASE_URL", "REFDB_TARGET", "PGHOST", "PGDATABASE", "PGSERVICE", "PGHOSTADDR")
_SECONDS = 90.0  # a client that takes longer hangs


def environment() -> dict[str, str]:
    """Answers what a client knows of its surroundings."""
    return {name: value for name, value in os.environ.items() if name not in _UNSET}


@dataclass(frozen=True)
class Ended:
    """How a client ended.

    Attributes:
        code: its exit code; negative for the signal that ended it.
        said: what it printed, errors included.
    """

    code: int
    said: str


class Clients:
    """Starts clients, one at a time."""

    def __init__(self, out: Path) -> None:
        """Starts what forks them.

        Args:
            out: a file for what a client prints.
        """
        self._out = out
        pipe = subprocess.PIPE
        self._zygote = subprocess.Popen(
            [sys.executable, _ZYGOTE], stdin=pipe, stdout=pipe, text=True
        )

    def start(self, folder: Path, arguments: Sequence[str]) -> Client:
        """Starts refdb in a folder and does not wait."""
        self._out.write_text("")
        request = {
            "folder": str(folder),
            "arguments": list(arguments),
            "environ": environment(),
            "out": str(self._out),
            "err": str(self._out),
        }
        assert self._zygote.stdin
        self._zygote.stdin.write(json.dumps(request) + "\n")
        self._zygote.stdin.flush()
        return Client(self._answer()["pid"], self)

    def run(self, folder: Path, arguments: Sequence[str]) -> Ended:
        """Runs refdb in a folder to its end."""
        return self.start(folder, arguments).wait()

    def close(self) -> None:
        """Ends what forks them."""
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.close()
        self._zygote.wait()
        self._zygote.stdout.close()

    def _answer(self) -> dict[str, Any]:
        assert self._zygote.stdout
        answer: dict[str, Any] = json.loads(self._zygote.stdout.readline())
        return answer

    def ended(self) -> Ended:
        """Waits for the client's end."""
        return Ended(self._answer()["code"], self._out.read_text())


class Client:
    """A process of refdb."""

    def __init__(self, pid: int, clients: Clients) -> None:
        """Begins to wait for its end beside everything else."""
        self._pid = pid
        self._ended: list[Ended] = []
        self._waiter = threading.Thread(target=self._wait, args=(clients,), daemon=True)
        self._waiter.start()

    def _wait(self, clients: Clients) -> None:
        self._ended.append(clients.ended())

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return not self._ended

    def kill(self) -> None:
        """Ends it with a signal that it cannot hear."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> Ended:
        """Answers how it ended; one that hangs is killed and told."""
        self._waiter.join(_SECONDS)
        if self.is_alive:
            self.kill()
            self._waiter.join()
            return Ended(-1, f"hung for {_SECONDS:.0f} s\n{self._ended[0].said}")
        return self._ended[0]
