"""Runs one command and prints what it took; a small program of its own.

A child starts as a copy of its parent, and the kernel counts that copy into the most memory that
the child ever had. So the parent must be small: this imports only what the interpreter has.

    python -I -S stopwatch.py OUTPUT COMMAND ARGUMENT …

prints: seconds, CPU seconds, kilobytes of memory at the most, exit code.
"""

from __future__ import annotations

import os
import sys
import time


def main(output: str, *command: str) -> None:
    """Runs the command with its output in a file, and prints its figures."""
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, write, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, code)


if __name__ == "__main__":
    main(*sys.argv[1:])
