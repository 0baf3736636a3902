"""Flyway's files and flyway_schema_history, written by hand in Flyway's own format."""

from __future__ import annotations

from refdb.adopt.flyway import checksum
from refdb.adopt.values import Part

_FILES = {
    "V1__create_users.sql": "create table users (id integer);\n",
    "V1_1__add_name.sql": "alter table users add name text;\n",
    "V2__index.sql": "create index concurrently users_id_idx on users (id);\n",
    "U2__index.sql": "drop index users_id_idx;\n",
    "sub/V10__more.sql": "create table more ();\n",
    "sub/V10__more.sql.conf": "executeInTransaction=false\n",
    "R__active.sql": "create or replace view active as select id from users;\n",
}
_LEDGER = """create table flyway_schema_history (
    installed_rank integer primary key, version varchar(50), description varchar(200) not null,
    type varchar(20) not null, script varchar(1000) not null, checksum integer,
    installed_by varchar(100) not null, installed_on timestamp not null default now(),
    execution_time integer not null, success boolean not null)"""


def _row(rank: int, version: str, kind: str = "SQL", text: str = "", *, success: str = "true"):
    number = checksum(Part(text, "")) if text else "null"
    known = f"'{version}', 'd'" if version[0].isdigit() else f"null, '{version}'"
    return f"({rank}, {known}, '{kind}', 'file', {number}, 'ann', '2020-01-01', 12, {success})"


def _write(place, *rows: str) -> None:
    place.write(_FILES, "db/migration")
    place.run(_LEDGER)
    if rows:
        place.run(f"insert into flyway_schema_history values {', '.join(rows)}")


def test_checksum_is_flyways() -> None:
    """The checksum counts the lines without their ends, and is a signed number."""
    assert checksum(Part("a\nb\n", "")) == checksum(Part("ab", "")) == str(0x9E83486D - (1 << 32))


def test_versions_are_numbers_and_undo_files_roll_back(place) -> None:
    """1.1 is before 2 and 10 after it; U files become rollbacks, R files come last."""
    _write(place)
    assert list(place.adopted("flyway")) == [
        "0001_create_users",
        "0002_add_name",
        "0003_index",
        "0004_more",
        "0005_active",
    ]
    assert "drop index users_id_idx;" in place.migration("0003_index.rollback.sql")
    assert "-- transactional: false" in place.migration("0003_index.sql")
    assert "-- transactional: false" in place.migration("0004_more.sql")
    assert place.refdb("apply").code == 0


def test_applied_repeatable_comes_before_what_is_pending(place) -> None:
    """An R file that Flyway has run is applied, so nothing that is pending is out of order."""
    rows = (
        _row(1, "1", text=_FILES["V1__create_users.sql"]),
        _row(2, "1.1", text=_FILES["V1_1__add_name.sql"]),
        _row(3, "active", text=_FILES["R__active.sql"]),
    )
    _write(place, *rows)
    assert place.adopted("flyway") == {
        "0001_create_users": "applied",
        "0002_add_name": "applied",
        "0003_active": "applied",
        "0004_index": "pending",
        "0005_more": "pending",
    }


def test_changed_repeatable_is_pending(place) -> None:
    """An R file that changed since is pending, as Flyway would run it again."""
    _write(place, _row(1, "1"), _row(2, "1.1"), _row(3, "active", text="select 1;"))
    assert place.adopted("flyway")["0005_active"] == "pending"


def test_undone_baselined_and_deleted_rows(place) -> None:
    """What was undone is pending; everything up to a baseline is applied."""
    _write(place, _row(1, "1.1", "BASELINE"), _row(2, "2"), _row(3, "2", "UNDO_SQL"))
    assert list(place.adopted("flyway").values()) == ["applied", "applied", *["pending"] * 3]


def test_edited_file_is_told(place) -> None:
    """A V file with another checksum than its row is a warning."""
    _write(place, _row(1, "1", text="select 1;"))
    ran = place.refdb("adopt", "--from", "flyway")
    assert ran.code == 0
    assert "V1__create_users.sql: was changed after flyway applied it" in ran.err


def test_failed_row_and_placeholder_are_refused(place) -> None:
    """A failed row and a value from Flyway's configuration are told together."""
    _write(place, _row(1, "1", success="false"))
    place.write({"V11__x.sql": "select 1;\nselect '${name}';\n"}, "db/migration")
    ran = place.refdb("adopt", "--from", "flyway")
    assert ran.code == 4
    assert "Flyway failed at file" in ran.err
    assert "V11__x.sql:2: takes the value of ${name}" in ran.err
