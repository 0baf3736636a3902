"""Runs of pytest in folders of their own, with refdb's plugin."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What the run that this is part of has said must not reach the one that is tested.
_UNSET = ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_PLUGINS")


def run_pytest(
    folder: Path, *arguments: str, plugins: tuple[str, ...] = ("refdb.pytest_plugin",)
) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a folder with these plugins and no others."""
    environ = {name: value for name, value in os.environ.items() if name not in _UNSET}
    named = [word for plugin in plugins for word in ("-p", plugin)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *named, *arguments],
        cwd=folder,
        env=environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
