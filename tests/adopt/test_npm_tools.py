"""dbmate and node-pg-migrate themselves: what they applied, and the ledgers that they made."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

_BIN = Path(__file__).parents[2] / ".tools/node_modules/.bin"
_DBMATE = {
    "20200101000000_create_a.sql": "-- migrate:up\ncreate table a (id integer);\n\n"
    "-- migrate:down\ndrop table a;\n",
    "20200102000000_index_a.sql": "-- migrate:up transaction:false\n"
    "create index concurrently a_id_idx on a (id);\n\n"
    "-- migrate:down transaction:false\ndrop index concurrently a_id_idx;\n",
}
_LATER = "-- migrate:up\ncreate table b ();\n-- migrate:down\n"
_NODE = {
    "1700000000000_create-a.sql": "-- Up Migration\ncreate table a (id integer);\n\n"
    "-- Down Migration\ndrop table a;\n",
    "1700000000001_create-b.sql": "-- Up Migration\ncreate table b ();\n\n-- Down Migration\n"
    "drop table b;\n",
}


def _run(place, *command: str) -> None:
    parts = conninfo_to_dict(place.url)
    url = f"postgres://{parts['user']}@localhost/{parts['dbname']}?host={parts['host']}"
    done = subprocess.run(
        [_BIN / command[0], *command[1:]],
        cwd=place.root,
        env=os.environ | {"DATABASE_URL": url, "PGHOST": parts["host"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.needs("dbmate")
def test_dbmates_own_ledger(place) -> None:
    """What dbmate applied is applied and can be rolled back, the rest is pending."""
    place.write(_DBMATE, "db/migrations")
    _run(place, "dbmate", "--no-dump-schema", "migrate")
    place.write({"20200103000000_create_b.sql": _LATER}, "db/migrations")
    assert place.adopted("dbmate") == {
        "0001_create_a": "applied",
        "0002_index_a": "applied",
        "0003_create_b": "pending",
    }
    assert place.refdb("rollback", "--steps", "2").code == 0
    assert place.rows("select to_regclass('a') is null") == [(True,)]
    assert place.refdb("apply").code == 0


@pytest.mark.needs("node-pg-migrate")
def test_node_pg_migrates_own_ledger(place) -> None:
    """What node-pg-migrate applied is applied at its time, the rest is pending."""
    place.write(_NODE)
    _run(place, "node-pg-migrate", "up", "1")
    assert place.adopted("node-pg-migrate") == {
        "0001_create_a": "applied",
        "0002_create_b": "pending",
    }
    assert place.rows(
        "select applied_at = run_on::timestamptz from refdb.migration, pgmigrations"
    ) == [(True,)]
    assert place.refdb("apply").code == 0
    assert place.refdb("rollback", "--all").code == 0
