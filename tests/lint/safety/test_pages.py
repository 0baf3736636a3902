"""Every rule's page: its mistake is found, and its repair is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import refdb.lint
from lint.battery.judged import Barren
from lint.safety import trees
from refdb.findings import Level
from refdb.lint.safety.checker import CHECKER

PAGES = Path(refdb.lint.__file__).with_name("pages") / "safety"
_BLOCK = re.compile(r"^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)
_RULES = [one.name.removeprefix("safety/") for one in CHECKER.rules]


def blocks(rule: str) -> list[str]:
    """Answers a page's examples: the mistake first, then the repair's migrations."""
    return _BLOCK.findall((PAGES / f"{rule}.md").read_text(encoding="utf-8"))


def rules_in(ground: trees.Ground, migrations: list[str], least: Level) -> set[str]:
    """Answers the rules that are found broken by migrations after the base."""
    files = {f"{number:04}_example.sql": text for number, text in enumerate(migrations, 2)}
    trees.write(ground.root, {"0001_base.sql": trees.BASE} | files)
    return {one.rule for one in trees.found(ground) if one.level >= least}


def test_every_rule_has_a_page() -> None:
    """There are as many pages as rules, of the same names."""
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(_RULES)


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize("rule", [one for one in _RULES if one != "not-measured"])
def test_mistake_is_found_and_repair_is_not(rule, server, tmp_path) -> None:
    """On a throwaway the mistake breaks its rule alone, and the repair breaks none."""
    mistake, *repair = blocks(rule)
    wrong = rules_in(trees.Ground(tmp_path / "wrong", server(18)), [mistake], Level.WARNING)
    assert wrong == {f"safety/{rule}"}
    assert rules_in(trees.Ground(tmp_path / "right", server(18)), repair, Level.NOTE) == set()


def test_what_was_not_measured_is_said(tmp_path) -> None:
    """Without a throwaway a note says so, unless the text alone is proof."""
    mistake, repair = blocks("not-measured")
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    assert rules_in(Barren(wrong, 18), [mistake], Level.NOTE) == {"safety/not-measured"}
    assert rules_in(Barren(right, 18), [repair], Level.NOTE) == set()
