"""What `--explain` prints: the page of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from refdb.lint.style import explained
from refdb.lint.style.checker import UNREAD

if TYPE_CHECKING:
    from refdb.lint.checkers import Rule

_PAGES = Path(__file__).with_name("pages")


def page_of(rule: Rule, root: Path) -> str:
    """Answers a rule's page as Markdown.

    Args:
        rule: the rule.
        root: the project's folder, for sqlfluff's configuration.
    """
    file = _PAGES / f"{rule.name}.md"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    found = explained.page(rule.name, root) if rule.name != UNREAD else None
    return found or f"# {rule.name}\n\nIt holds: {rule.summary}.\n"
