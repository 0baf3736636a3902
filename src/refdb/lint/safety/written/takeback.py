"""Takes out of a rollback what the rollbacks of later files take back now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.errors import BadTreeError
from refdb.lint.safety.world import joined, strings
from refdb.sqltext import parsed, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.lint.safety.written.steps import Step
    from refdb.tree import Script


def take_out(rollback: Script, gone: Sequence[str], groups: Sequence[Sequence[Step]]) -> str | None:
    """Answers a rollback's text as it is for the first file of several.

    Args:
        rollback: the migration's rollback.
        gone: what is taken back by others: `drop index NAME`, `drop constraint NAME` …
        groups: the steps by file.

    Returns:
        None where the rollback names it in a statement that does more.
    """
    undo = [text for one in reversed(groups[0]) for text in one.undo]
    if len(groups) == 1 and not undo:
        return rollback.text
    try:
        statements = rollback.statements
    except BadTreeError:
        return None
    kept: list[str] = []
    for one in statements:
        said = takes_back(parsed(one.text))
        if said is not None and said in gone:
            continue
        if any(_is_named(_name(text), one.text) for text in gone):
            return None
        kept.append(one.text)
    if not undo and len(kept) == len(statements):
        return rollback.text
    head = "".join(
        line for line in rollback.text.splitlines(keepends=True)[: _header_lines(rollback)]
    )
    return head + "\n" + ";\n".join([*undo, *kept]) + ";\n"


def _header_lines(rollback: Script) -> int:
    lines = rollback.text.splitlines()
    return next((number for number, line in enumerate(lines) if not line.startswith("--")), 0)


def _is_named(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _name(text: str) -> str:
    return text.rpartition(" ")[2].rpartition(".")[2]


def takes_back(node: Any) -> str | None:
    """Answers what a statement of a rollback takes back, None where it is anything else."""
    kind = type(node).__name__
    if kind == "DropStmt" and node.removeType.name == "OBJECT_INDEX" and len(node.objects) == 1:
        return f"drop index {joined(strings(node.objects[0]))}"
    if kind == "AlterTableStmt" and len(node.cmds) == 1:
        command = node.cmds[0]
        if command.subtype.name == "AT_DropConstraint":
            return f"drop constraint {plain(command.name)}"
        if command.subtype.name == "AT_DropNotNull":
            return f"drop not null {command.name}"
    return None
