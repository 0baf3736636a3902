"""docs/house-rules.md lists the rules that there are."""

from __future__ import annotations

from pathlib import Path

from refdb.lint import bodies, house

_PAGE = Path(__file__).parents[2] / "docs/house-rules.md"


def test_the_page_lists_every_rule_with_its_level() -> None:
    """Each rule of house and bodies is a line of a table, and no line is of another one."""
    rules = (*house.CHECKER.rules, *bodies.CHECKER.rules)
    lines = [
        one
        for one in _PAGE.read_text("utf-8").splitlines()
        if one.startswith(("| house/", "| bodies/"))
    ]
    assert sorted(lines) == sorted(
        f"| {one.name} | {one.level.name.lower()} | {one.summary} |" for one in rules
    )
