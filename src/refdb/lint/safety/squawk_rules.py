"""What becomes of each of squawk's rules: used, replaced by what is measured, or left out, and why.

`used` finds, and the tree corrects it. `measured` is replaced: what a statement locks, writes anew
and reads is observed on a throwaway, or read from its parse tree where there is none. `elsewhere`
is refused or found by another part of refdb. `left out` has its reason.
"""

from __future__ import annotations

from typing import NamedTuple


class Fate(NamedTuple):
    """What becomes of a rule: how, the rule of refdb that says it, and the reason."""

    how: str
    rule: str
    reason: str


_CLIENTS = "what programs of before still work with is a matter of phases, expand then contract"
_LOSES = "what goes is said by the rollback's `loses:`, and held by the house's rules"
_MOMENT = "locks for a moment, which `safety/lock-timeout` is about"
_TYPES = "sql-style.md chooses the types, and the house's rules hold it"

FATES = {
    # used: what they find is no lock, and the text shows it
    "adding-required-field": Fate("used", "required-column", "but not on a table of the same file"),
    "renaming-column": Fate(
        "used", "rename", "but not on a table of the same file, nor in phase contract"
    ),
    "renaming-table": Fate("used", "rename", "but not where a view takes the old name"),
    "ban-truncate-cascade": Fate("used", "truncate-cascade", "but not where nothing references it"),
    # replaced: the lock and the work are measured
    "require-concurrent-index-creation": Fate(
        "measured", "index", "an index on only the parent builds nothing"
    ),
    "require-concurrent-index-deletion": Fate("measured", "lock-timeout", _MOMENT),
    "require-concurrent-reindex": Fate("measured", "reindex", "the table's size decides"),
    "require-concurrent-partition-detach": Fate("measured", "lock-timeout", _MOMENT),
    "constraint-missing-not-valid": Fate("measured", "check", "`not enforced` reads nothing"),
    "adding-foreign-key-constraint": Fate("measured", "foreign-key", "the same as the one above"),
    "adding-field-with-default": Fate(
        "measured", "column-rewrite", "only what changes by row writes rows"
    ),
    "adding-serial-primary-key-field": Fate(
        "measured", "column-rewrite", "every serial writes every row"
    ),
    "adding-not-nullable-field": Fate("measured", "set-not-null", "a valid check is proof enough"),
    "changing-column-type": Fate(
        "measured", "type-change", "seven of the usual changes write nothing"
    ),
    "disallowed-unique-constraint": Fate(
        "measured", "unique", "also inside `add column`, and exclusion"
    ),
    "ban-alter-domain-with-add-constraint": Fate(
        "measured", "domain", "not where no table uses it"
    ),
    "prefer-repack": Fate("measured", "table-rewrite", "every way to write a table anew counts"),
    "require-timeout-settings": Fate(
        "measured", "lock-timeout", "headers and refdb.toml set timeouts"
    ),
    "require-lock-timeout": Fate("measured", "lock-timeout", "the same as the one above"),
    "require-statement-timeout": Fate(
        "measured", "lock-timeout", "a waiting lock hurts, not long work"
    ),
    # elsewhere
    "transaction-nesting": Fate("elsewhere", "", "refdb refuses begin and commit in a file"),
    "ban-uncommitted-transaction": Fate(
        "elsewhere", "", "refdb refuses begin and commit in a file"
    ),
    "ban-concurrent-index-creation-in-transaction": Fate(
        "elsewhere", "", "refdb refuses such a file"
    ),
    "syntax-error": Fate(
        "elsewhere", "", "Postgres's own parser says it, and reads what squawk cannot"
    ),
    "identifier-too-long": Fate("elsewhere", "", "refdb knows the names that the server cuts"),
    "require-table-schema": Fate("elsewhere", "", "held by the house's rules"),
    "ban-drop-column": Fate("elsewhere", "", _LOSES),
    "ban-drop-table": Fate("elsewhere", "", _LOSES),
    "ban-drop-database": Fate("elsewhere", "", _LOSES),
    "unused-ignore": Fate(
        "elsewhere", "", "an exception that excuses nothing is a finding of lint"
    ),
    # left out: sql-style.md says otherwise
    "prefer-robust-stmts": Fate(
        "left out", "", "`if exists` hides drift; a file is one transaction"
    ),
    "prefer-bigint-over-int": Fate("left out", "", _TYPES),
    "prefer-bigint-over-smallint": Fate("left out", "", _TYPES),
    "prefer-identity": Fate(
        "left out", "", "ids are uuids here; where one is serial, `column-rewrite`"
    ),
    "prefer-text-field": Fate("left out", "", _TYPES),
    "prefer-timestamp-tz": Fate("left out", "", _TYPES),
    "ban-char-field": Fate("left out", "", _TYPES),
    "require-enum-value-ordering": Fate(
        "left out", "", "an order that nobody asks for hurts nobody"
    ),
    "ban-create-domain-with-constraint": Fate(
        "left out", "", "a new domain has no rows; its use is measured"
    ),
    # left out: switched off by squawk itself, for clients
    "ban-drop-not-null": Fate("left out", "", _CLIENTS),
    "ban-drop-view": Fate("left out", "", _LOSES),
    "ban-drop-function": Fate("left out", "", _LOSES),
    "ban-drop-type": Fate("left out", "", _LOSES),
    "ban-drop-schema": Fate("left out", "", _LOSES),
    "ban-drop-sequence": Fate("left out", "", _LOSES),
    "ban-drop-domain": Fate("left out", "", _LOSES),
    "ban-drop-constraint": Fate("left out", "", _CLIENTS),
    "ban-drop-default": Fate("left out", "", _CLIENTS),
    "ban-drop-trigger": Fate("left out", "", _CLIENTS),
    "ban-drop-index": Fate("left out", "", "plans are held by contracts"),
    "ban-drop-extension": Fate("left out", "", _LOSES),
    "ban-drop-policy": Fate("left out", "", _CLIENTS),
    "ban-drop-generated-expression": Fate("left out", "", _CLIENTS),
    "renaming-object": Fate("left out", "", "of what is no table, tests and bodies tell"),
    "ban-set-schema": Fate("left out", "", _CLIENTS),
    "ban-set-default": Fate("left out", "", _CLIENTS),
    "ban-alter-identity": Fate("left out", "", _CLIENTS),
    "ban-alter-generated-expression": Fate(
        "measured", "table-rewrite", "a stored one writes the table"
    ),
    "ban-disable-trigger": Fate("left out", "", _CLIENTS),
    "ban-replica-identity": Fate("left out", "", _CLIENTS),
    "ban-revoke": Fate("left out", "", _CLIENTS),
    "ban-replace-view-function": Fate("left out", "", _CLIENTS),
    "ban-alter-policy-condition": Fate("left out", "", _CLIENTS),
    "ban-alter-policy-roles": Fate("left out", "", _CLIENTS),
    "ban-create-policy": Fate("left out", "", _CLIENTS),
    "ban-alter-function-options": Fate("left out", "", _CLIENTS),
    "ban-alter-view-options": Fate("left out", "", _CLIENTS),
    "ban-alter-role-options": Fate("left out", "", _CLIENTS),
    "ban-alter-database-options": Fate("left out", "", _CLIENTS),
    "ban-alter-row-level-security": Fate("left out", "", _CLIENTS),
    "ban-new-write-restriction": Fate("left out", "", _CLIENTS),
    "ban-add-enum-value": Fate("left out", "", _CLIENTS),
    "ban-add-composite-attribute": Fate("left out", "", _CLIENTS),
    "ban-add-column": Fate("left out", "", _CLIENTS),
    "ban-detach-inheritance": Fate("left out", "", _CLIENTS),
    "ban-alter-sequence-values": Fate("left out", "", _CLIENTS),
    "ban-alter-system-options": Fate("left out", "", _CLIENTS),
    "ban-alter-extension": Fate("left out", "", _CLIENTS),
}

#: squawk's rules whose findings are used, with the words of refdb's.
FINDERS = {name: fate.rule for name, fate in FATES.items() if fate.how == "used"}
