"""What docs/claims.md says is shown, is there to show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_ROWS = [
    line
    for line in (_ROOT / "docs/claims.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| claim ")
]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.split("|")[1].strip()[:50])
def test_each_claim_is_shown_or_said_not_to_be(row) -> None:
    """Each claim names files that exist and tests that they have, or says `not yet`."""
    _, _, shown, _ = row.split("|")
    places = re.findall(r"`([\w/.]+)(?:::(\w+))?`", shown)
    assert places or shown.strip().startswith("not yet")
    for file, test in places:
        text = (_ROOT / file).read_text("utf-8")
        assert not test or f"def {test}(" in text
