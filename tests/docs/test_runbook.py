"""The runbook has what an alert needs, and nothing that is no alert."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from refdb.cli.app import VERBS
from refdb.monitor import ALERTS, RULES
from refdb.sqltext import split

_TEXT = (Path(__file__).parents[2] / "docs/runbook.md").read_text(encoding="utf-8")
_ALERTS_PART, _, _CASES_PART = _TEXT.partition("\n# Troubleshooting\n")
_SECTIONS = {
    part.partition("\n")[0].strip(): part
    for part in re.split(r"^## ", _ALERTS_PART, flags=re.MULTILINE)[1:]
}


def test_each_alert_has_its_section_and_each_section_its_alert() -> None:
    """What refdb may tell is explained, and what is explained may be told."""
    assert sorted(_SECTIONS) == sorted(ALERTS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.alert)
def test_a_section_says_what_to_look_at_and_type(rule) -> None:
    """A section has its meaning, what to look at, a block to type, and the limits as they are."""
    text = " ".join(_SECTIONS[rule.alert].split())
    assert re.search(r"\*\*Look at\.\*\* .+ \*\*Type\.\*\* ```(sql|sh) .+```", text)
    limits = text.partition("Limits: ")[2].partition(". **Look")[0]
    for word in ("warning", "critical", "immediate"):
        value = getattr(rule, word)
        if value is not None:
            assert f"{word} {'below' if rule.is_below else 'above'} {value:g}" in limits


def test_sql_of_the_runbook_can_be_read() -> None:
    """Every block of SQL is what Postgres's parser takes."""
    blocks = re.findall(r"^ *```sql\n(.*?)^ *```", _TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 15
    for block in blocks:
        assert split(block)


def test_commands_of_the_runbook_are_there() -> None:
    """Every `refdb …` is a verb, and each of its options is in the reference."""
    reference = (Path(__file__).parents[2] / "docs/verbs.md").read_text(encoding="utf-8")
    commands = re.findall(r"refdb ([a-z]+)((?: [^`\n]*)?)", _TEXT)
    assert {verb for verb, _ in commands} <= {*VERBS, "gives"}
    for _, rest in commands:
        for option in re.findall(r"--[a-z-]+", rest):
            assert f"`{option}" in reference, option
