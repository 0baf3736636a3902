"""The tools that refdb takes over from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from refdb.adopt import (
    alembic,
    dbmate,
    diesel,
    flyway,
    golang_migrate,
    goose,
    node_pg_migrate,
    sqitch,
    sqlx,
    yoyo,
)
from refdb.adopt.values import Tool
from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

_TOOLS = (
    Tool(
        "yoyo",
        ("migrations", "db/migrations", "sql/migrations"),
        "public._yoyo_migration",
        "adopt/yoyo",
        yoyo.read,
        yoyo.history,
    ),
    Tool(
        "dbmate",
        ("db/migrations", "migrations"),
        "schema_migrations",
        "adopt/dbmate",
        dbmate.read,
        dbmate.history,
    ),
    Tool(
        "golang-migrate",
        ("migrations", "db/migrations"),
        "schema_migrations",
        "adopt/golang_migrate",
        golang_migrate.read,
        golang_migrate.history,
    ),
    Tool(
        "goose",
        ("migrations", "db/migrations"),
        "goose_db_version",
        "adopt/goose",
        goose.read,
        goose.history,
    ),
    Tool(
        "diesel",
        ("migrations",),
        "__diesel_schema_migrations",
        "adopt/diesel",
        diesel.read,
        diesel.history,
    ),
    Tool("sqlx", ("migrations",), "_sqlx_migrations", "adopt/sqlx", sqlx.read, sqlx.history),
    Tool(
        "node-pg-migrate",
        ("migrations",),
        "pgmigrations",
        "adopt/node_pg_migrate",
        node_pg_migrate.read,
        node_pg_migrate.history,
    ),
    Tool(
        "flyway",
        ("src/main/resources/db/migration", "db/migration", "migrations", "sql"),
        "flyway_schema_history",
        "adopt/flyway",
        flyway.read,
        flyway.history,
    ),
    Tool(
        "alembic",
        (".", "alembic", "migrations"),
        "alembic_version",
        "adopt/alembic",
        alembic.read,
        alembic.history,
    ),
    Tool("sqitch", (".",), "sqitch.changes", "adopt/sqitch", sqitch.read, sqitch.history),
)

NAMES = tuple(one.name for one in _TOOLS)


def find(name: str, python: Path | None = None) -> Tool:
    """Answers the tool of a name.

    Args:
        name: as `--from` has it.
        python: the interpreter that runs what a tool keeps as programs; None to look for one.

    Raises:
        BadRequestError: refdb does not know it.
    """
    for tool in _TOOLS:
        if tool.name == name == "alembic":
            return replace(tool, read=partial(alembic.read, python=python))
        if tool.name == name:
            return tool
    raise BadRequestError(f"refdb knows no tool {name}", hint=did_you_mean(name, NAMES))
