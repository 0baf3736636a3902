"""The benchmark of prove measures both, and judges only the size that it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.needs("local15")
def test_both_are_measured(tmp_path) -> None:
    """A quick run times refdb and the proof by hand, on a tree in which both find nothing wrong."""
    file = tmp_path / "run.json"
    command = [sys.executable, "-m", "bench.prove", "--quick", "--json", str(file)]
    ran = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    answer = json.loads(file.read_text(encoding="utf-8"))
    assert [len(answer[one]) for one in ("refdb", "by_hand")] == [1, 1]
    assert (answer["outcome"], ran.stdout.splitlines()[-1].split(", ")[-1]) == (("not judged",) * 2)
