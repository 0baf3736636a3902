"""The one text that a snapshot asks the server with: each kind's query, one behind the other."""

from __future__ import annotations

from functools import cache

from refdb.queries import load

#: What every entry is read by, and so asked first.
FIRST = ("role_names", "catalogs", "members", "plain_classes")
#: Queries whose rows are entries, with the catalog whose oids they have. Holders come first; the
#: many rows come early, and are read while the server plans the rest.
KINDS = {
    "schemas": "pg_namespace",
    "extensions": "pg_extension",
    "types": "pg_type",
    "domains": "pg_type",
    "functions": "pg_proc",
    "tables": "pg_class",
    "views": "pg_class",
    "columns": "pg_class",
    "constraints": "pg_constraint",
    "indexes": "pg_class",
    "languages": "pg_language",
    "access_methods": "pg_am",
    "domain_constraints": "pg_constraint",
    "collations": "pg_collation",
    "conversions": "pg_conversion",
    "aggregates": "pg_proc",
    "operators": "pg_operator",
    "operator_families": "pg_opfamily",
    "operator_classes": "pg_opclass",
    "casts": "pg_cast",
    "transforms": "pg_transform",
    "sequences": "pg_class",
    "rules": "pg_rewrite",
    "triggers": "pg_trigger",
    "policies": "pg_policy",
    "statistics": "pg_statistic_ext",
    "event_triggers": "pg_event_trigger",
    "publications": "pg_publication",
    "subscriptions": "pg_subscription",
    "foreign_data_wrappers": "pg_foreign_data_wrapper",
    "servers": "pg_foreign_server",
    "user_mappings": "pg_user_mapping",
    "text_search_parsers": "pg_ts_parser",
    "text_search_templates": "pg_ts_template",
    "text_search_dictionaries": "pg_ts_dict",
    "text_search_configurations": "pg_ts_config",
    "default_privileges": "pg_default_acl",
    "settings_of_roles": "pg_db_role_setting",
    "cron_jobs": "cron.job",
}
#: Queries for more attributes of entries.
MORE = ("inheritance", "toast_options", "not_nulls", "extension_needs")
#: All of them, in the order of their results.
QUERIES = (*FIRST, *KINDS, *MORE, "comments", "depends")
#: How pg_cron's jobs are found: looked for first, which needs PL/pgSQL; known to be there, or not.
LOOKED_FOR, DIRECTLY, NOWHERE = "cron_setting", "cron_directly", "cron_nowhere"


@cache
def text(
    *, inside: bool, prepared: bool = False, jobs: str = LOOKED_FOR, depends: bool = True
) -> str:
    """Answers the whole text.

    Args:
        inside: a transaction is under way already, and must be as it was afterwards.
        prepared: the queries were prepared by `preparation` in this session.
        jobs: how pg_cron's jobs are found.
        depends: who depends on whom is asked too, last.
    """
    begin, commit = ("begin_inside", "commit_inside") if inside else ("begin", "commit")
    names = QUERIES if depends else QUERIES[:-1]
    queries = map(_execution if prepared else _query, names)
    return ";\n".join([*map(_query, (begin, "settings", jobs)), *queries, _query(commit)])


@cache
def preparation(*, inside: bool = False) -> str:
    """Answers what makes a session plan the queries once, and not for each snapshot.

    Args:
        inside: a transaction is under way already, and must be as it was afterwards.
    """
    begin, commit = ("begin_inside", "commit_inside") if inside else ("begin", "commit")
    before = map(_query, (begin, "settings"))
    return ";\n".join([*before, *map(_preparation, QUERIES), _query(commit)])


def undo(*, inside: bool) -> str:
    """Answers what puts a connection in order again after the text failed."""
    return _query("commit_inside" if inside else "rollback")


def _query(name: str) -> str:
    return load(f"catalog/snapshot/{name}").rstrip()


def _preparation(name: str) -> str:
    return load("catalog/prepare").format(name=name, query=_query(name))


def _execution(name: str) -> str:
    return load("catalog/execute").format(name=name).rstrip()
