"""The benchmark of the catalog runs, and judges only what is as large as its promise."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.needs("local15")
def test_a_quick_run_measures_everything_and_judges_nothing(tmp_path) -> None:
    """Each contender has its seconds; a small schema says nothing of the promises."""
    command = [sys.executable, "-m", "bench.catalog", "--quick", f"--json={tmp_path / 'run.json'}"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert {name: len(taken) for name, taken in found["seconds"].items()} == dict.fromkeys(
        ["pg_dump", "new connection", "same connection", "with depends", "whole process", "diff"], 2
    )
    assert (found["snapshot"], found["diff"]) == ("not judged", "not judged")
