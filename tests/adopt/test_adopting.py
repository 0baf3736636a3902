"""What holds for every tool: nothing half done, refusals, dry runs, formats of the answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from refdb import db, ledger
from refdb.adopt import NAMES, Adoption, Item
from refdb.adopt.values import Mark
from refdb.adopt.write import carry_out
from refdb.errors import StatementFailedError
from trees import TWO_TABLES, write_tree

_YOYO = Path(sys.executable).with_name("yoyo")
_FILES = {
    "1_first.sql": "-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table a;\n",
    "2_second.sql": "-- migrate:up\ncreate table b ();\n-- migrate:down\ndrop table b;\n",
    "3_third.sql": "-- migrate:up\ncreate table c ();\n-- migrate:down\ndrop table c;\n",
}
_LEDGER = "create table schema_migrations (version varchar primary key)"


def _dbmate(place, *versions: str) -> None:
    place.write(_FILES, "db/migrations")
    place.run(_LEDGER)
    for version in versions:
        place.run(f"insert into schema_migrations values ('{version}')")


def _yoyo(place, verb: str, *arguments: str) -> str:
    url = place.url.replace("postgresql://", "postgresql+psycopg://")
    batch = [] if verb == "list" else ["--batch"]
    done = subprocess.run(
        [_YOYO, verb, "--no-config-file", "--database", url, *batch, *arguments],
        cwd=place.root,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _listed(place) -> list[str]:
    text = _yoyo(place, "list", "sql/migrations")
    return [line.split()[0] for line in text.splitlines() if " 000" in line]


def test_dry_run_changes_nothing(place) -> None:
    """A dry run shows what would be written and recorded; no file, no table."""
    _dbmate(place, "1")
    ran = place.refdb("adopt", "--from", "dbmate", "--dry-run", "--json")
    assert ran.code == 0
    assert [(one["id"], one["version"], one["state"]) for one in ran.answer["migrations"]] == [
        ("0001_first", "1", "applied"),
        ("0002_second", "2", "pending"),
        ("0003_third", "3", "pending"),
    ]
    assert place.tree() == []
    assert place.rows("select to_regclass('refdb.migration') is null") == [(True,)]


def test_yoyo_sees_what_was_adopted(place) -> None:
    """`yoyo list` shows the same state as `refdb status`, and its apply goes on from there."""
    _dbmate(place, "1", "2")
    place.adopted("dbmate")
    assert _listed(place) == ["A", "A", "U"]
    _yoyo(place, "apply", "sql/migrations")
    assert set(place.states().values()) == {"applied"}


def test_gap_is_told_and_is_the_state(place) -> None:
    """A version that the tool skipped is a warning, and out of order for refdb too."""
    _dbmate(place, "1", "3")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 0
    assert "db/migrations/2_second.sql: is not applied, but a later one is" in ran.err
    assert list(place.states().values()) == ["applied", "out of order", "applied"]


def test_row_without_file_is_refused(place) -> None:
    """A version in the ledger that no file has is an error, and nothing is written."""
    _dbmate(place, "1", "7")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "dbmate has applied 7, but its file is gone" in ran.err
    assert place.tree() == []


def test_files_of_its_own_are_refused(place) -> None:
    """A tree that has migrations already is left as it is."""
    _dbmate(place)
    write_tree(place.root, TWO_TABLES)
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "sql/migrations has files of its own: 0001_create_a.rollback.sql and 3 more" in ran.err


def test_second_time_is_refused(place) -> None:
    """A database whose ledger has rows is adopted already."""
    _dbmate(place, "1")
    place.adopted("dbmate")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "refdb's ledger has rows in this database already: 0001_first" in ran.err


def test_second_database_is_adopted_with_the_same_tree(place, server) -> None:
    """The tree that the first adoption wrote, grown since, is no hindrance for the next one."""
    from servers import fresh_database

    _dbmate(place, "1")
    place.adopted("dbmate")
    place.refdb("new", "later")
    other = type(place)(place.root, fresh_database(server(18)))
    _dbmate(other, "1", "2")
    assert list(other.adopted("dbmate").values()) == ["applied", "applied", "pending", "pending"]


def test_sql_that_refdb_would_not_run_is_refused_at_its_place(place) -> None:
    """A file that cannot be read is an error with the line of the tool's own file."""
    _dbmate(place)
    text = "-- migrate:up\nselect 1;\n\ncreate tabel d ();\n"
    place.write({"4_bad.sql": text}, "db/migrations")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "db/migrations/4_bad.sql:4" in ran.err
    assert place.tree() == []


def test_comments_of_the_tool_are_no_headers(place) -> None:
    """A comment on top that looks like a header of refdb's stays a comment."""
    _dbmate(place)
    text = "-- migrate:up\n-- phase: 1\n-- dependz: x\n-- irreversible: no\nselect 1;\n"
    place.write({"4_odd.sql": f"{text}-- migrate:down\nselect 2;\n"}, "db/migrations")
    place.adopted("dbmate")
    assert "\n-- dependz: x\n" in place.migration("0004_odd.sql")
    assert place.refdb("apply").code == 0
    assert place.refdb("rollback").code == 0


def test_wrong_database_is_refused(place) -> None:
    """A database without the tool's ledger is an error that names the table."""
    place.write(_FILES, "db/migrations")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "there is no table schema_migrations" in ran.err


def test_ledger_of_another_tool_is_refused(place) -> None:
    """golang-migrate and dbmate share a table's name; the wrong one is told."""
    place.write({"1_a.up.sql": "select 1;"})
    place.run(_LEDGER)
    ran = place.refdb("adopt", "--from", "golang-migrate")
    assert ran.code == 4
    assert "the table schema_migrations is no ledger of golang-migrate" in ran.err


def test_ledger_under_another_name(place) -> None:
    """--table names the ledger, with a schema and odd signs."""
    place.write(_FILES, "db/migrations")
    place.run("create schema s; create table s.\"Odd %\" as select '1' as version")
    states = place.adopted("dbmate", table='s."Odd %"')
    assert list(states.values()) == ["applied", "pending", "pending"]


def test_folder_is_an_argument(place) -> None:
    """The files may be elsewhere; a folder that is not there is an error."""
    place.write(_FILES, "elsewhere")
    place.run(_LEDGER)
    assert place.refdb("adopt", "--from", "dbmate", "nowhere").code == 2
    assert place.refdb("adopt", "--from", "dbmate").code == 2
    assert len(place.adopted("dbmate", place.root / "elsewhere")) == 3


def test_tool_or_baseline_must_be_said(place) -> None:
    """Neither, both, or an unknown tool are wrong requests."""
    for options in ((), ("--from", "yoyo", "--baseline"), ("--from", "gose")):
        assert place.refdb("adopt", *options).code == 2
    assert "Did you mean goose?" in place.refdb("adopt", "--from", "gose").err


def test_help_names_every_tool(place) -> None:
    """`refdb adopt --help` lists the tools."""
    text = " ".join(place.refdb("adopt", "--help").out.replace("│", " ").split())
    assert [name for name in NAMES if name not in text] == []


def test_failed_commit_leaves_no_file(place) -> None:
    """When the ledger cannot be written, the files go again."""
    _dbmate(place)
    migrations = write_tree(place.root / "other", TWO_TABLES).migrations
    # The same migration twice: the second row breaks the ledger's key.
    items = tuple(Item(migrations[0], str(number), Mark("1")) for number in range(2))
    with db.connect(place.url) as conn, pytest.raises(StatementFailedError), db.failures():
        carry_out(conn, Adoption("dbmate", items), place.root / "sql/migrations")
    assert place.tree() == []
    with db.connect(place.url) as conn:
        assert ledger.read(conn).applied == ()


def test_folder_that_cannot_be_written_leaves_no_row(place) -> None:
    """When a file cannot be written, those before it go again and nothing is recorded."""
    _dbmate(place, "1")
    blocked = place.root / "sql/migrations/.0002_second.sql.new"
    blocked.mkdir(parents=True)
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 2
    assert "sql/migrations cannot be written" in ran.err
    blocked.rmdir()
    assert place.tree() == []
    assert len(place.adopted("dbmate")) == 3


def _yoyo_tree(place) -> None:
    place.write(TWO_TABLES, "old")
    _yoyo(place, "apply", "--revision", "0001_create_a", "old")


def test_yoyos_own_ledger_gains_refdbs_rows(place) -> None:
    """Files are taken as they are; an edit is then found, as it is for refdb's own."""
    _yoyo_tree(place)
    assert place.adopted("yoyo", place.root / "old") == {
        "0001_create_a": "applied",
        "0002_create_b": "pending",
    }
    assert place.migration("0001_create_a.sql") == TWO_TABLES["0001_create_a.sql"]
    assert _listed(place) == ["A", "U"]
    path = place.root / "sql/migrations/0001_create_a.sql"
    path.write_text("-- why: Other.\ncreate table a (id bigint primary key);\n")
    assert place.states()["0001_create_a"] == "edited"


def test_yoyos_files_may_be_in_place(place) -> None:
    """Where yoyo's folder is the tree's, only the ledger is written."""
    write_tree(place.root, TWO_TABLES)
    _yoyo(place, "apply", "sql/migrations")
    place.adopted("yoyo")
    with psycopg.connect(place.url) as conn:
        assert conn.execute("select count(*) from refdb.migration").fetchall() == [(2,)]
    assert place.refdb("adopt", "--from", "yoyo").code == 4  # a second time
    assert place.refdb("rollback", "--all").code == 0


def test_yoyos_programs_are_refused(place) -> None:
    """A migration in Python is an error that names it."""
    _yoyo_tree(place)
    place.write({"0003_x.py": "steps = []"}, "old")
    ran = place.refdb("adopt", "--from", "yoyo", "old")
    assert ran.code == 2
    assert "0003_x.py" in ran.err
