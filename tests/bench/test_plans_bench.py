"""The benchmark of plans: a quick run finds every plan right on the copy, on few rows only some."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.needs("embedded18")
def test_the_copy_is_right_and_few_rows_are_not(tmp_path) -> None:
    """Every shape and every cost is that of the loaded database; a thousand rows miss some."""
    file = tmp_path / "plans.md"
    command = [sys.executable, "-m", "bench.plans", "--quick", "--postgres", "18", "--page", file]
    ran = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    rows = [line.split(" | ") for line in file.read_text(encoding="utf-8").splitlines()]
    planned = {row[0].strip("| "): row[2:5] for row in rows if len(row) == 6}
    copied, small = planned["no rows, their statistics"], planned["1,000 referrals, analyzed"]
    assert [one.split(" of ")[0] for one in copied] == [copied[0].split(" of ")[1]] * 3
    assert int(small[1].split(" of ")[0]) < int(copied[1].split(" of ")[0])
