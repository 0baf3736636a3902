"""The guide's code does what it says, and names what there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import referrals

_PAGE = (Path(__file__).parents[2] / "docs/application.md").read_text(encoding="utf-8")


@pytest.mark.needs("local15", "redis")
def test_the_code_of_the_guide_runs(school, redis_server) -> None:
    """All its blocks, one after the other, work in a school that has students and referrals."""
    code = "".join(re.findall(r"^```python\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL))
    environ = {
        "REFERRALS_URL": school.app_url,
        "REFERRALS_REDIS_URL": redis_server.url,
        "SCHOOL": str(school.tenant.organization_id),
        "ADMIN": str(school.tenant.user_id),
        "STUDENT": str(school.student(4)),
    }
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command, env=os.environ | environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{school.letter} 4 4 1\n")
    assert "RD007 Pass the id of a student" in done.stdout


def test_the_guide_names_settings_and_errors_that_are_there() -> None:
    """Each word in backticks that ends like an error or stands in the table of settings exists."""
    for name in re.findall(r"`(\w+Error)`", _PAGE):
        assert hasattr(referrals, name)
    known = {one.name for one in fields(referrals.Settings)}
    table = re.search(r"\| setting \|.*?\n\n", _PAGE, re.DOTALL).group()
    assert set(re.findall(r"`(\w+)`", table)) <= known
    assert set(re.findall(r"`(\w+Error)`", _PAGE)) >= {
        name for name in referrals.__all__ if name.endswith("Error")
    } - {"ReferralError", "RefusedError"}
