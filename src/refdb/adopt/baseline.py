"""A database that no tool migrated: one migration from its own catalog, as pg_dump writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb import catalog, sqltext
from refdb.adopt.files import error, warning
from refdb.adopt.pg_dump import dump
from refdb.adopt.plan import Adoption, Item
from refdb.adopt.values import Mark
from refdb.queries import load
from refdb.tree import Migration, Script
from refdb.tree.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.findings import Finding

_ID = "0001_baseline"
_LEDGER_TABLES = ("_yoyo_migration", "_yoyo_log", "_yoyo_version", "yoyo_lock")
# Irreversible: what would undo it is dropping everything, rows included, that was there before
# refdb came; a rollback that nobody may ever run is better no file.
_HEADER = """\
-- why: Everything that was in the database before refdb came.
-- irreversible: It holds what was there before refdb; to undo it is to drop the database.

"""


def adoption(conn: Connection, folder: str) -> Adoption:
    """Answers the adoption of a database's own catalog.

    Args:
        conn: the database.
        folder: sql/migrations, as messages name it.

    Raises:
        MissingPartError: there is no pg_dump of the server's version or a newer one.
        RefusedError: pg_dump failed.
    """
    hidden = ["--exclude-schema=refdb"]
    hidden += [f"--exclude-table=public.{name}" for name in _LEDGER_TABLES]
    if catalog.read_cron_state(conn).is_stand_in:
        hidden.append("--exclude-schema=cron")
    text = cleaned(dump(conn, hidden))
    file = f"{folder}/{_ID}.sql"
    whole = f"{_HEADER}{text}"
    script = Script(file, whole, read_header(whole, "migration", file))
    item = Item(Migration(id=_ID, apply=script, rollback=None), "", Mark(""))
    return Adoption("baseline", (item,), tuple(_findings(conn, text)))


def _findings(conn: Connection, text: str) -> Iterator[Finding]:
    if not text:
        hint = "Write the first migration with `refdb new NAME`."
        yield error("empty", "", "there is nothing in this database to begin with", hint)
    jobs = [one.identity for one in catalog.read_entries(conn) if one.kind == "cron job"]
    if jobs:
        yield warning(
            "cron",
            "",
            f"pg_cron's jobs are rows and not in the baseline: {', '.join(jobs)}",
            "Write a migration that calls cron.schedule for them; the same name changes a job.",
        )


def cleaned(dumped: str) -> str:
    """Answers what pg_dump wrote without its comments and what it sets for psql's session."""
    text = re.sub(r"^\\(un)?(restrict|connect)\b.*$", "", dumped, flags=re.MULTILINE)
    kept = [one.text for one in sqltext.split(text) if not _is_of_psql(one)]
    if not kept:
        return ""
    return "\n".join([load("adopt/baseline"), *(f"{one};\n" for one in kept)])


def _is_of_psql(statement: sqltext.Statement) -> bool:
    is_call = statement.first_word == "select" and "pg_catalog.set_config(" in statement.text
    return is_call or statement.first_word == "set"
