"""The benchmark of the application's side runs, and its two sides answer the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.needs("local15", "redis")
def test_a_quick_run_measures_both_sides(tmp_path) -> None:
    """Every promise has its figure, no answer differed, and the cache saved most transactions."""
    output, page = tmp_path / "run.json", tmp_path / "page.md"
    command = [sys.executable, "-m", "bench.app", "--quick", f"--json={output}", f"--page={page}"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(output.read_text(encoding="utf-8"))
    assert len(found["promises"]) == 6
    assert [one["different"] for one in found["mixes"]] == [0, 0]
    for one in found["mixes"]:
        assert one["reads"] + one["writes"] == 200
        with_redis, without = one["transactions"]
        assert without == 200
        assert with_redis < without / 2
    assert done.stdout == page.read_text(encoding="utf-8") + "\n"
