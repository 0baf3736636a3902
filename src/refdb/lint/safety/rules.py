"""The rules of safety, and which of them a statement breaks."""

from __future__ import annotations

from typing import Any

from refdb.findings import Level
from refdb.lint.checkers import Rule

_WORDS: dict[str, tuple[str, Level, bool]] = {
    "index": ("an index is built while writers go on", Level.ERROR, True),
    "reindex": ("an index is built anew while others go on", Level.ERROR, True),
    "column-rewrite": ("a new column does not write the whole table anew", Level.ERROR, True),
    "column-check": ("a new column's check is proved later", Level.ERROR, True),
    "column-unique": ("a new column's unique index is built while others go on", Level.ERROR, True),
    "column-foreign-key": ("a new column's foreign key is proved later", Level.ERROR, True),
    "type-change": ("a column's new type does not write the table anew", Level.ERROR, False),
    "set-not-null": ("not null is proved before it is set", Level.ERROR, True),
    "check": ("a check is proved after it was added", Level.ERROR, True),
    "foreign-key": ("a foreign key is proved after it was added", Level.ERROR, True),
    "unique": ("a key's index is built before the key is added", Level.ERROR, True),
    "nullable-key": ("a primary key's columns are proved not null before", Level.ERROR, False),
    "domain": ("a domain's new constraint reads no table while it locks it", Level.ERROR, False),
    "table-rewrite": ("no table is written anew while others wait for it", Level.ERROR, False),
    "refresh": ("a materialized view can be read while it is refreshed", Level.ERROR, True),
    "partition": ("a partition's bounds are proved before it is there", Level.ERROR, False),
    "whole-table": ("many rows are changed in batches", Level.ERROR, True),
    "held-lock": ("no lock is held while other work goes on", Level.ERROR, True),
    "hidden-work": ("nothing that only runs show makes others wait", Level.ERROR, False),
    "lock-timeout": (
        "a statement that others wait behind gives up its own wait",
        Level.WARNING,
        False,
    ),
    "rename": ("what runs meanwhile finds its tables and columns", Level.WARNING, False),
    "required-column": ("a new column does not refuse the rows that are there", Level.ERROR, False),
    "truncate-cascade": (
        "no table is emptied that the statement does not name",
        Level.ERROR,
        False,
    ),
    "not-measured": ("what a migration does is seen on a throwaway", Level.NOTE, False),
}

#: Every rule, by the words behind `safety/`.
BY_WORDS = {
    words: Rule(f"safety/{words}", said, level, fixable)
    for words, (said, level, fixable) in _WORDS.items()
}
RULES = tuple(BY_WORDS.values())

_BY_STATEMENT = {
    "AlterDomainStmt": "domain",
    "ClusterStmt": "table-rewrite",
    "CreateStmt": "partition",
    "DeleteStmt": "whole-table",
    "IndexStmt": "index",
    "RefreshMatViewStmt": "refresh",
    "ReindexStmt": "reindex",
    "UpdateStmt": "whole-table",
    "VacuumStmt": "table-rewrite",
}
_BY_COMMAND = {
    "AT_AlterColumnType": "type-change",
    "AT_AttachPartition": "partition",
    "AT_SetAccessMethod": "table-rewrite",
    "AT_SetExpression": "table-rewrite",
    "AT_SetLogged": "table-rewrite",
    "AT_SetNotNull": "set-not-null",
    "AT_SetTableSpace": "table-rewrite",
    "AT_SetUnLogged": "table-rewrite",
    "AT_ValidateConstraint": "held-lock",
}
_BY_CONSTRAINT = {
    "CONSTR_CHECK": "check",
    "CONSTR_FOREIGN": "foreign-key",
    "CONSTR_NOTNULL": "set-not-null",
}
_BY_COLUMN = {
    "CONSTR_CHECK": "column-check",
    "CONSTR_FOREIGN": "column-foreign-key",
    "CONSTR_PRIMARY": "column-unique",
    "CONSTR_UNIQUE": "column-unique",
}


def broken_by(worker: Any, *, is_rewrite: bool) -> str:
    """Answers the words of the rule that a statement, or a command of one, breaks by its work.

    Args:
        worker: its parse tree.
        is_rewrite: whether a table is written anew.
    """
    kind = type(worker).__name__
    if kind != "AlterTableCmd":
        return _BY_STATEMENT.get(kind, "hidden-work")
    command = worker.subtype.name
    if command == "AT_AddConstraint":
        if worker.def_.indexname:
            return "nullable-key"
        return _BY_CONSTRAINT.get(worker.def_.contype.name, "unique")
    if command == "AT_AddColumn":
        kinds = [one.contype.name for one in worker.def_.constraints or ()]
        found = (_BY_COLUMN[one] for one in kinds if one in _BY_COLUMN)
        return "column-rewrite" if is_rewrite else next(found, "required-column")
    return _BY_COMMAND.get(command, "hidden-work")
