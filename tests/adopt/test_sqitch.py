"""Sqitch's plan and scripts, with the registry that Sqitch itself makes."""

from __future__ import annotations

import os
import subprocess

import pytest
from psycopg.conninfo import conninfo_to_dict

pytestmark = pytest.mark.needs("sqitch")

_FILES = {
    "sqitch.conf": "[core]\n\tengine = pg\n[user]\n\tname = Ann\n\temail = ann@example.com\n",
    "sqitch.plan": "%syntax-version=1.0.0\n%project=crm\n\n"
    "users 2020-01-01T00:00:00Z Ann <ann@example.com> # Users.\n"
    "view [users] 2020-01-02T00:00:00Z Ann <ann@example.com> # A view.\n"
    "@v1 2020-01-03T00:00:00Z Ann <ann@example.com> # One.\n\n"
    "view [view@v1] 2020-01-04T00:00:00Z Ann <ann@example.com> # Reworked.\n"
    "last 2020-01-05T00:00:00Z Ann <ann@example.com> # Pending.\n",
    "deploy/users.sql": "-- Deploy crm:users to pg\n\nBEGIN;\n\ncreate table users (id integer);\n"
    "\nCOMMIT;\n",
    "revert/users.sql": "-- Revert crm:users from pg\n\nBEGIN;\ndrop table users;\nCOMMIT;\n",
    "verify/users.sql": "BEGIN;\nselect id from users where false;\nROLLBACK;\n",
    "deploy/view@v1.sql": "-- requires: users\ncreate view v as select id from users;\n",
    "revert/view@v1.sql": "drop view v;\n",
    "deploy/view.sql": "create or replace view v as select id from users where id > 0;\n",
    "revert/view.sql": "create or replace view v as select id from users;\n",
    "deploy/last.sql": "create table last ();\n",
}


def _sqitch(place, *arguments: str) -> None:
    parts = conninfo_to_dict(place.url)
    target = f"db:pg://{parts['user']}@/{parts['dbname']}"
    done = subprocess.run(
        ["sqitch", *arguments, target],
        cwd=place.root,
        env=os.environ | {"PGHOST": parts["host"], "SQITCH_CONFIG": "sqitch.conf"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_sqitchs_own_registry_is_carried_over(place) -> None:
    """What Sqitch deployed, reworked changes too, is applied; the rest goes on with refdb."""
    place.write(_FILES, ".")
    _sqitch(place, "deploy", "--to", "last^")
    ran = place.refdb("adopt", "--from", "sqitch")
    assert ran.code == 0, ran.err
    assert "was changed" not in ran.err
    assert "verify scripts stay where they are" in ran.err
    assert place.states() == {
        "0001_users": "applied",
        "0002_view": "applied",
        "0003_view": "applied",
        "0004_last": "pending",
    }
    assert place.rows("select distinct applied_by from refdb.migration") == [("Ann",)]
    assert place.refdb("apply").code == 0
    assert place.refdb("rollback", "--to", "1").code == 4  # the last one has nothing to undo it


def test_rollbacks_are_sqitchs_reverts(place) -> None:
    """What Sqitch deployed is rolled back with the scripts that it would revert with."""
    place.write(_FILES, ".")
    _sqitch(place, "deploy", "--to", "last^")
    place.adopted("sqitch")
    assert place.refdb("rollback", "--all").code == 0
    assert place.rows("select to_regclass('users') is null") == [(True,)]


def test_edited_script_is_told(place) -> None:
    """A deploy script with another hash than the registry's is a warning."""
    place.write(_FILES, ".")
    _sqitch(place, "deploy", "--to", "last^")
    place.write({"deploy/users.sql": "create table users (id bigint);\n"}, ".")
    ran = place.refdb("adopt", "--from", "sqitch", "--dry-run")
    assert ran.code == 0
    assert "deploy/users.sql: was changed after sqitch applied it" in ran.err
    assert place.tree() == []
