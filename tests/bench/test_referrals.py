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
    assert {len(taken) for taken in found["seconds"].values()} == {2}
    assert {"bulk, plain, no indexes, large", "goals, without", "write, with"} <= set(
        found["seconds"]
    )
    assert {one["outcome"] for one in found["promises"]} == {"not judged"}
