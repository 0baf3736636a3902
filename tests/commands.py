"""Runs refdb as a person would: its command, in a folder, with an environment."""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

REFDB = Path(sys.executable).with_name("refdb")
_ZYGOTE = Path(__file__).parent / "faults/harness/zygote.py"
_SECONDS = 120  # a command that takes longer hangs
# What the machine's own environment says of databases must not reach a test.
_UNSET = ("DATABASE_URL", "REFDB_TARGET", "PGHOST", "PGDATABASE", "PGSERVICE", "PGHOSTADDR")


@dataclass(frozen=True)
class Ran:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


def refdb(folder: Path, *arguments: str, **environ: str) -> Ran:
    """Runs refdb in a folder with these variables beside the usual ones.

    In a process of its own that is forked from one which has loaded refdb: the same command line,
    without the interpreter's start, which takes longer than most of what tests ask for.
    """
    with NamedTemporaryFile("r") as out, NamedTemporaryFile("r") as err:
        request = {
            "folder": str(folder),
            "arguments": arguments,
            "environ": _environment(environ),
            "out": out.name,
            "err": err.name,
        }
        code = _forked(json.dumps(request), arguments)
        return Ran(code, out.read(), err.read())


def refdb_itself(folder: Path, *arguments: str, **environ: str) -> Ran:
    """The same with the installed program, begun as a shell begins it."""
    done = subprocess.run(
        [REFDB, *arguments],
        cwd=folder,
        env=_environment(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _environment(environ: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _UNSET} | environ


def _forked(request: str, arguments: Sequence[str]) -> int:
    """Has a request done; answers its exit code. One that hangs is killed, and its test fails."""
    zygote = _zygote()
    assert zygote.stdin
    assert zygote.stdout
    zygote.stdin.write(request.encode() + b"\n")
    pid = json.loads(zygote.stdout.readline())["pid"]
    is_ended = bool(select.select([zygote.stdout], [], [], _SECONDS)[0])
    if not is_ended:
        os.kill(pid, signal.SIGKILL)
    code: int = json.loads(zygote.stdout.readline())["code"]
    if not is_ended:
        raise subprocess.TimeoutExpired(["refdb", *arguments], _SECONDS)
    return code


@functools.cache
def _zygote() -> subprocess.Popen[bytes]:
    """What commands are forked from: started with the first, it ends with the tests.

    Without a buffer, in which an answer would be waited for in vain.
    """
    pipe = subprocess.PIPE
    started = subprocess.Popen([sys.executable, _ZYGOTE], stdin=pipe, stdout=pipe, bufsize=0)
    atexit.register(started.communicate)
    return started
