"""The one text that a snapshot asks the server with: each kind's query, one behind the other."""

from __future__ import annotations

from functools import cache

from refdb.queries import load

#: Queries whose rows are entries, or more attributes of entries, by their address in the catalog.
KINDS = (
    "schemas",
    "extensions",
    "languages",
    "access_methods",
    "types",
    "domains",
    "domain_constraints",
    "collations",
    "conversions",
    "functions",
    "aggregates",
    "operators",
    "operator_families",
    "operator_classes",
    "casts",
    "transforms",
    "tables",
    "columns",
    "sequences",
    "constraints",
    "indexes",
    "views",
    "rules",
    "triggers",
    "policies",
    "statistics",
    "event_triggers",
    "publications",
    "subscriptions",
    "foreign_data_wrappers",
    "servers",
    "user_mappings",
    "text_search_parsers",
    "text_search_templates",
    "text_search_dictionaries",
    "text_search_configurations",
    "default_privileges",
    "cron_jobs",
)
MORE = (
    "inheritance",
    "storage_options",
    "column_storage",
    "not_nulls",
    "index_statistics",
    "extension_needs",
    "comments",
    "grants",
)
LINKS = ("aliases", "depends")
#: All of them, in the order of their results.
QUERIES = (*KINDS, *MORE, *LINKS)


@cache
def text(*, inside: bool) -> str:
    """Answers the whole text.

    Args:
        inside: a transaction is under way already, and must be as it was afterwards.
    """
    begin, commit = ("begin_inside", "commit_inside") if inside else ("begin", "commit")
    parts = [_query(name) for name in (begin, "settings", "cron_setting", "role_names")]
    parts += [_composed(name) for name in QUERIES]
    return ";\n".join([*parts, _query(commit)])


def undo(*, inside: bool) -> str:
    """Answers what puts a connection in order again after the text failed."""
    return _query("commit_inside" if inside else "rollback")


def _query(name: str) -> str:
    return load(f"catalog/snapshot/{name}").rstrip()


def _composed(name: str) -> str:
    return f"{_query('prelude')}\nselect * from (\n{_query(name)}\n) as {name}"
