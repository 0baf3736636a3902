"""Starts refdb's command line again and again, each in a process of its own, without its imports.

A program: it reads one request a line (arguments, folder, environment, files for output and
errors), forks, answers the new process's id, and then how it ended. A thousand commands would
otherwise be a thousand times the interpreter's start.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

# What the command line imports when it needs it.
_NEEDED = (
    "pglast",
    "psycopg",
    "refdb.cli.app",
    "refdb.engine",
    "refdb.project.changes",
    "refdb.report",
    "refdb.tree",
)


def _run(request: dict[str, Any]) -> None:
    """Becomes the command; never returns."""
    code: Any = 1
    try:
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environ"])
        out, err = (_opened(request[name]) for name in ("out", "err"))
        nothing = os.open(os.devnull, os.O_RDONLY)
        for given, wanted in ((nothing, 0), (out, 1), (err, 2)):
            os.dup2(given, wanted)
        sys.argv = ["refdb", *request["arguments"]]
        importlib.import_module("refdb.cli").main()
        code = 0
    except SystemExit as end:
        code = 0 if end.code is None else end.code
    except BaseException:  # noqa: BLE001 - as an interpreter ends: with the traceback
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def _opened(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)


def _say(**answer: int) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serves requests until its input ends."""
    for name in _NEEDED:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(request)
        _say(pid=pid)
        _, status = os.waitpid(pid, 0)
        _say(code=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
