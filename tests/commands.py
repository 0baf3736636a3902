"""Runs refdb as a person would: its command, in a folder, with an environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFDB = Path(sys.executable).with_name("refdb")
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
    """Runs refdb in a folder with these variables beside the usual ones."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    done = subprocess.run(
        [REFDB, *arguments],
        cwd=folder,
        env=kept | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
