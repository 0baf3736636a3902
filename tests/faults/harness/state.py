"""What a database holds, and whether anything wrong is recorded in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psycopg

    Conn: TypeAlias = psycopg.Connection[Any]
    State: TypeAlias = dict[str, list[tuple[Any, ...]]]

_CATALOG = {
    "relations": """
        select relnamespace::regnamespace::text, relname::text, relkind::text, relpersistence::text
        from pg_class
        where relnamespace::regnamespace::text in ('public', 'refdb')""",
    "columns": """
        select attrelid::regclass::text, attname::text, format_type(atttypid, atttypmod),
            attnotnull, pg_get_expr(adbin, adrelid)
        from pg_attribute
        inner join pg_class on attrelid = pg_class.oid
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where relnamespace::regnamespace::text in ('public', 'refdb')
            and relkind in ('r', 'v', 'p') and attnum > 0 and not attisdropped""",
    "indexes": """
        select pg_get_indexdef(indexrelid), indisunique, indisprimary
        from pg_index
        where indrelid in (
            select oid from pg_class where relnamespace::regnamespace::text in ('public', 'refdb'))
        """,
    # TOAST tables are numbered anew in each database: their tables' names stand for them.
    "TOAST indexes": """
        select owner.relname::text, count(*)
        from pg_class as owner
        inner join pg_index on indrelid = owner.reltoastrelid
        where owner.relnamespace::regnamespace::text = 'public'
        group by owner.relname""",
    "invalid indexes": """
        select indexrelid::regclass::text from pg_index
        where not (indisvalid and indisready and indislive)""",
    "functions": """
        select oid::regprocedure::text, pg_get_functiondef(oid) from pg_proc
        where pronamespace = 'public'::regnamespace""",
    "views": """
        select viewname::text, definition from pg_views where schemaname = 'public'""",
    "constraints": """
        select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), convalidated
        from pg_constraint
        where connamespace::regnamespace::text in ('public', 'refdb')
            and contype <> 'n'""",
    "partitions": """
        select inhparent::regclass::text, inhrelid::regclass::text, inhdetachpending
        from pg_inherits""",
}
_LEDGER = {
    "applied": "select migration_id, migration_hash from public._yoyo_migration",
    "known": """
        select id, apply_checksum, rollback_checksum, md5(apply_text), md5(rollback_text),
            is_transactional
        from refdb.migration""",
    "open steps": "select migration_id, direction, position from refdb.step",
    "log": """
        select migration_id, operation, count(*)
        from public._yoyo_log group by migration_id, operation""",
}
# What the ledger remembers of functions, views and triggers; where it is missing, nothing.
_OBJECTS = "select (to_jsonb(one) - 'marked' - 'recorded_at')::text from refdb.object as one"
_TABLES = """
    select relname::text from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not starts_with(relname, '_yoyo')"""
_UNDER_WAY = """
    select migration_id, direction, position from refdb.step where finished_at is null"""
_INVALID = """
    select relname::text, coalesce(pg_partition_root(indrelid), indrelid)::regclass::text
    from pg_index inner join pg_class on indexrelid = pg_class.oid
    where not (indisvalid and indisready and indislive)"""
_PENDING = "select inhrelid::regclass::text from pg_inherits where inhdetachpending"


def read_state(conn: Conn) -> State:
    """Answers everything that two databases with the same history have in common."""
    queries = _CATALOG | (_LEDGER if _has_ledger(conn) else {})
    if _has(conn, "refdb.object"):
        queries["objects"] = _OBJECTS
    state = {name: sorted(_rows(conn, query), key=repr) for name, query in queries.items()}
    for (table,) in _rows(conn, _TABLES):
        query = SQL("select t::text from public.{} as t order by 1").format(Identifier(table))
        state[f"rows of {table}"] = conn.execute(query).fetchall()
    return state


def differences(expected: State, found: State, passed_over: str = "") -> list[str]:
    """Answers how a state differs from what it should be, a line for each part.

    Args:
        expected: what an undisturbed run leaves.
        found: what is there.
        passed_over: a part that may differ.
    """
    lines = []
    for name in sorted((expected.keys() | found.keys()) - {passed_over}):
        wanted, got = expected.get(name, []), found.get(name, [])
        if wanted != got:
            missing = [one for one in wanted if one not in got]
            surplus = [one for one in got if one not in wanted]
            lines.append(f"{name}: missing {missing[:4]}, surplus {surplus[:4]}")
    return lines


def wrong_records(conn: Conn, files: Mapping[str, str]) -> list[str]:
    """Answers what the ledger takes for done, or for not begun, and is neither.

    An index may be invalid, and a partition half detached, only while the statement that works
    on it is under way in the ledger.

    Args:
        conn: a connection.
        files: the tree's migrations.
    """
    under_way = [
        _statement(files, migration, direction, position)
        for migration, direction, position in (_rows(conn, _UNDER_WAY) if _has_ledger(conn) else [])
    ]
    wrong = [
        f"index {index} is invalid, and no statement that makes or drops it is under way"
        for index, table in _rows(conn, _INVALID)
        if not any(_works_on_index(one, index, table) for one in under_way)
    ]
    wrong += [
        f"{partition} is half detached, and its detaching is not under way"
        for (partition,) in _rows(conn, _PENDING)
        if not any("detach" in one and partition in one for one in under_way)
    ]
    return wrong


def _works_on_index(statement: str, index: str, table: str) -> bool:
    name = re.sub(r"_cc(new|old)\d*$", "", index)
    if "reindex" not in statement:
        return re.search(rf"\b{name}\b", statement) is not None
    is_whole = "schema" in statement or table.startswith("pg_toast.")
    return is_whole or re.search(rf"\b({name}|{table})\b", statement) is not None


def _statement(files: Mapping[str, str], migration: str, direction: str, position: int) -> str:
    suffix = ".rollback.sql" if direction == "rollback" else ".sql"
    return files[migration + suffix].split(";\n")[position - 1]


def _has_ledger(conn: Conn) -> bool:
    return _has(conn, "refdb.step")


def _has(conn: Conn, table: str) -> bool:
    return bool(_rows(conn, f"select to_regclass('{table}') is not null")[0][0])


def _rows(conn: Conn, query: str) -> list[tuple[Any, ...]]:
    return conn.execute(query.encode()).fetchall()
