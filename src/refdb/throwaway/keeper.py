"""What is left when a command that has a database on a server, or a container, is killed.

A process of its own waits for the end of the command, in whatever way, and removes what the command
did not. It is told what on its standard input, so that no password is among its arguments.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb.throwaway.lock import disown, own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def kept(**what: str) -> Iterator[Callable[[], None]]:
    """Has something removed when this process ends before it has been removed.

    Answers what to call when that is done; without the call, the keeper does it after the block.

    Args:
        **what: `server` and `database`, or `container`, its name.
    """
    owner = os.getpid()
    line, theirs = socket.socketpair()
    own(line)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "refdb.throwaway.keeper"],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def done() -> None:
        process.kill()
        process.wait()

    try:
        line.sendall(json.dumps(what).encode() + b"\n")
        yield done
    finally:
        if os.getpid() == owner:
            disown(line)
        process.returncode = process.returncode or 0  # nobody waits for it any longer


def main() -> None:
    """Waits for the end of the command, then removes what it was told."""
    what = json.loads(sys.stdin.readline() or "{}")
    sys.stdin.read()
    if "database" in what:
        from refdb.throwaway.given import remove  # noqa: PLC0415 - while waiting, it needs nothing

        remove(what["server"], what["database"])
    elif "container" in what:
        from refdb.throwaway import container  # noqa: PLC0415 - the same

        container.remove(what["container"])


if __name__ == "__main__":
    main()
