"""The benchmark of the referral schema runs, and judges only what is as large as its promise."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.needs("local15")
def test_a_quick_run_measures_everything_and_judges_nothing(tmp_path) -> None:
    """Every call has its seconds; a small database says nothing of the promises."""
    output = tmp_path / "run.json"
    command = [sys.executable, "-m", "bench.referrals", "--quick", f"--json={output}"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(output.read_text(encoding="utf-8"))
    seconds = found["seconds"]
    assert {len(blocks) for of_all in seconds.values() for blocks in of_all.values()} == {2}
    assert {len(turns) for blocks in seconds["impact"].values() for turns in blocks} == {2}
    assert "bulk, plain, no indexes, large" in seconds["gain"]
    assert "points, optimized, small" in seconds["size"]
    assert "goals, without" in seconds["impact"]
    assert "write, with" in seconds["writing"]
    assert {one["outcome"] for one in found["promises"]} == {"not judged"}
