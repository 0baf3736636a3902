"""The pages of lint's rules, as files that break a rule and files that do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from refdb import lint
from refdb.lint.sources import Source

_PAGES = Path(lint.__file__).parent / "pages"
_BLOCK = re.compile(r"^```sql file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KINDS = {
    "functions": "function",
    "views": "view",
    "triggers": "trigger",
    "schedules": "schedule",
    "plans": "contract",
    "tests": "test",
}


@dataclass(frozen=True)
class Page:
    """A rule's page.

    Attributes:
        rule: the rule's name.
        text: all of it.
        mistake: the files that break the rule.
        repair: the files that do not.
    """

    rule: str
    text: str
    mistake: tuple[Source, ...]
    repair: tuple[Source, ...]


def read_page(rule: str) -> Page:
    """Answers a rule's page: its first block is the mistake, its second the repair."""
    text = (_PAGES / f"{rule}.md").read_text(encoding="utf-8")
    blocks = [_source(*one) for one in _BLOCK.findall(text)]
    beside = tuple(blocks[2:])
    return Page(rule, text, (*blocks[:1], *beside), (*blocks[1:2], *beside))


def pages_of(checker: str) -> set[str]:
    """Answers the rules of a checker that have a page."""
    return {f"{checker}/{one.stem}" for one in (_PAGES / checker).glob("*.md")}


def _source(file: str, text: str) -> Source:
    folder = file.partition("/")[0]
    kind = "rollback" if file.endswith(".rollback.sql") else _KINDS.get(folder, "migration")
    return Source(Path("/project/sql") / file, f"sql/{file}", kind, text)
