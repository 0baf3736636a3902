"""Each tool's files and ledger, written by hand in the tool's own format."""

from __future__ import annotations

import hashlib

import pytest

_DBMATE = {
    "20200101000000_create_users.sql": "-- migrate:up\ncreate table users (id integer);\n\n"
    "-- migrate:down\ndrop table users;\n",
    "20200102000000_index_users.sql": "-- migrate:up transaction:false\n"
    "create index concurrently users_id_idx on users (id);\n"
    "-- migrate:down\ndrop index users_id_idx;\n-- gone\n",
    "20200103000000_seed.sql": "-- migrate:up\ninsert into users values (1);\n",
}
_VERSIONS = "create table schema_migrations (version varchar(128) primary key)"


def _dbmate(place, *versions: str) -> None:
    place.write(_DBMATE, "db/migrations")
    place.run(_VERSIONS)
    for version in versions:
        place.run(f"insert into schema_migrations values ('{version}')")


def test_dbmate_files_become_pairs(place) -> None:
    """Up and down parts become two files, in dbmate's order, with its version in them."""
    _dbmate(place)
    assert place.adopted("dbmate") == {
        "0001_create_users": "pending",
        "0002_index_users": "pending",
        "0003_seed": "pending",
    }
    assert place.migration("0001_create_users.sql") == (
        "-- why: Adopted from dbmate, version 20200101000000.\n\n"
        "/* dbmate: 20200101000000_create_users.sql */\n\ncreate table users (id integer);\n"
    )
    assert "drop table users;" in place.migration("0001_create_users.rollback.sql")


def test_dbmate_marks_and_missing_down(place) -> None:
    """transaction:false becomes the header, a missing down part a reason that names dbmate."""
    _dbmate(place)
    place.adopted("dbmate")
    assert "\n-- transactional: false\n" in place.migration("0002_index_users.sql")
    assert place.migration("0002_index_users.rollback.sql").endswith(
        "-- gone\ndrop index users_id_idx;\n"
    )
    assert "-- irreversible: dbmate has nothing that undoes it." in place.migration("0003_seed.sql")
    assert "0003_seed.rollback.sql" not in place.tree()


def test_dbmate_state_is_carried_over_and_goes_on(place) -> None:
    """What dbmate applied is applied, the rest is pending and can be applied and rolled back."""
    _dbmate(place, "20200101000000")
    place.run("create table users (id integer)")
    assert list(place.adopted("dbmate").values()) == ["applied", "pending", "pending"]
    assert place.refdb("apply").code == 0
    assert place.rows("select id from users") == [(1,)]
    assert place.refdb("rollback").code == 4  # no down part
    assert set(place.states().values()) == {"applied"}


def test_dbmate_without_its_marker_is_refused(place) -> None:
    """A file without `-- migrate:up` is an error that names it."""
    _dbmate(place)
    place.write({"4_bad.sql": "create table b ();\n"}, "db/migrations")
    ran = place.refdb("adopt", "--from", "dbmate")
    assert ran.code == 4
    assert "db/migrations/4_bad.sql: has no `-- migrate:up`" in ran.err
    assert place.tree() == []


_PAIRS = {
    "1_first.up.sql": "BEGIN;\ncreate table a (id integer);\nCOMMIT;\n",
    "1_first.down.sql": "BEGIN;\ndrop table a;\nCOMMIT;\n",
    "2_second.up.sql": "create index concurrently a_id_idx on a (id);\n",
    "10_third.up.sql": "create table c ();\n",
    "10_third.down.sql": "drop table c;\n",
}
_STATE = "create table schema_migrations (version bigint primary key, dirty boolean not null)"


def test_golang_migrate_is_numbered_by_number(place) -> None:
    """10 comes after 2, everything up to the ledger's version is applied."""
    place.write(_PAIRS)
    place.run(f"{_STATE}; insert into schema_migrations values (2, false)")
    assert place.adopted("golang-migrate") == {
        "0001_first": "applied",
        "0002_second": "applied",
        "0003_third": "pending",
    }


def test_golang_migrate_transactions_are_refdbs(place) -> None:
    """Begin and commit around a file go; what refuses a transaction gets its header."""
    place.write(_PAIRS)
    place.run(_STATE)
    place.adopted("golang-migrate")
    assert "BEGIN" not in place.migration("0001_first.sql")
    assert "COMMIT" not in place.migration("0001_first.rollback.sql")
    assert "-- transactional: false" in place.migration("0002_second.sql")
    assert place.refdb("apply").code == 0


def test_golang_migrate_dirty_is_refused(place) -> None:
    """A ledger that says dirty is not taken over."""
    place.write(_PAIRS)
    place.run(f"{_STATE}; insert into schema_migrations values (2, true)")
    ran = place.refdb("adopt", "--from", "golang-migrate")
    assert ran.code == 4
    assert "stopped midway at version 2" in ran.err


def test_golang_migrate_version_without_file_is_refused(place) -> None:
    """A ledger at a version that no file has is not taken over."""
    place.write(_PAIRS)
    place.run(f"{_STATE}; insert into schema_migrations values (11, false)")
    assert (
        "has applied 11, but its file is gone"
        in place.refdb("adopt", "--from", "golang-migrate").err
    )


_GOOSE = {
    "00001_first.sql": "-- +goose Up\n-- +goose StatementBegin\n"
    "create function f() returns integer language sql as $$\nselect 1; $$;\n"
    "-- +goose StatementEnd\n\n-- +goose Down\ndrop function f();\n",
    "00002_second.sql": "-- +goose NO TRANSACTION\n-- +goose Up\n"
    "create table a (id integer);\n-- +goose Down\ndrop table a;\n",
    "00010_third.sql": "-- +goose Up\nalter table a add b integer;\n",
}
_GOOSE_LEDGER = (
    "create table goose_db_version (id integer generated by default as identity primary key, "
    "version_id bigint not null, is_applied boolean not null, "
    "tstamp timestamp not null default now()); "
    "insert into goose_db_version (version_id, is_applied, tstamp) values "
    "(0, true, '2020-01-01'), (1, true, '2020-01-02'), (2, true, '2020-01-03'), "
    "(2, false, '2020-01-04')"
)


def test_goose_annotations_and_state(place) -> None:
    """Annotations go, NO TRANSACTION becomes the header, the newest row is the state."""
    place.write(_GOOSE)
    place.run(_GOOSE_LEDGER)
    assert place.adopted("goose") == {
        "0001_first": "applied",
        "0002_second": "pending",
        "0003_third": "pending",
    }
    assert "goose Statement" not in place.migration("0001_first.sql")
    assert "-- transactional: false" in place.migration("0002_second.sql")
    assert place.rows("select applied_at::date::text from refdb.migration") == [("2020-01-02",)]
    assert place.refdb("apply").code == 0


def test_goose_programs_and_variables_are_refused(place) -> None:
    """Migrations in Go and those with values from the environment are errors, told together."""
    place.write(_GOOSE | {"00011_go.go": "package migrations", "00012_test_test.go": ""})
    place.write({"00013_env.sql": "-- +goose Up\n-- +goose ENVSUB ON\nselect '${A}';\n"})
    place.run(_GOOSE_LEDGER)
    ran = place.refdb("adopt", "--from", "goose")
    assert ran.code == 4
    assert "00011_go.go: is a migration in Go" in ran.err
    assert "takes values from the environment" in ran.err
    assert "_test.go" not in ran.err


_DIESEL = {
    "00000000000000_diesel_initial_setup/up.sql": "create table a (id integer);\n",
    "00000000000000_diesel_initial_setup/down.sql": "drop table a;\n",
    "2024-01-01-000000_index_a/up.sql": "create index a_id_idx on a (id);\n",
    "2024-01-01-000000_index_a/down.sql": "drop index a_id_idx;\n",
    "2024-01-01-000000_index_a/metadata.toml": "run_in_transaction = false\n",
    "2024-01-02-000000_empty/up.sql": "-- Your SQL goes here\n",
}
_DIESEL_LEDGER = (
    "create table __diesel_schema_migrations (version varchar(50) primary key, "
    "run_on timestamp not null default current_timestamp); "
    "insert into __diesel_schema_migrations (version) values "
    "('00000000000000'), ('20240101000000')"
)


def test_diesel_folders_and_metadata(place) -> None:
    """Folders become pairs; metadata.toml is heeded; what does nothing can be undone."""
    place.write(_DIESEL)
    place.run(_DIESEL_LEDGER)
    assert place.adopted("diesel") == {
        "0001_diesel_initial_setup": "applied",
        "0002_index_a": "applied",
        "0003_empty": "pending",
    }
    assert "-- transactional: false" in place.migration("0002_index_a.sql")
    assert place.refdb("apply").code == 0
    assert place.refdb("rollback").code == 0


_SQLX = {
    "1_first.up.sql": "create table a (id integer);\r\n",
    "1_first.down.sql": "drop table a;\n",
    "2_index.sql": "-- no-transaction\ncreate index concurrently a_id_idx on a (id);\n",
    "3_third.sql": "create table b ();\n",
}
_SQLX_LEDGER = (
    "create table _sqlx_migrations (version bigint primary key, description text not null, "
    "installed_on timestamptz not null default now(), success boolean not null, "
    "checksum bytea not null, execution_time bigint not null)"
)


def _sqlx(place, *, success: str = "true") -> None:
    place.write(_SQLX)
    place.run(_SQLX_LEDGER)
    for version, file in ((1, "1_first.up.sql"), (2, "2_index.sql")):
        digest = hashlib.sha384(_SQLX[file].encode()).hexdigest()
        place.run(
            "insert into _sqlx_migrations values "
            f"({version}, 'x', '2020-01-0{version}', {success}, '\\x{digest}', 2500000)"
        )


def test_sqlx_state_times_and_marks(place) -> None:
    """Applied at sqlx's time, in sqlx's duration; the mark on top becomes the header."""
    _sqlx(place)
    assert list(place.adopted("sqlx").values()) == ["applied", "applied", "pending"]
    assert place.rows(
        "select id, duration_ms::float8, to_char(applied_at, 'yyyy-mm-dd') from refdb.migration "
        "order by id"
    ) == [("0001_first", 2.5, "2020-01-01"), ("0002_index", 2.5, "2020-01-02")]
    assert "\n-- transactional: false\n" in place.migration("0002_index.sql")


def test_sqlx_edited_file_is_told(place) -> None:
    """A file that changed after sqlx applied it is a warning that names it."""
    _sqlx(place)
    place.write({"2_index.sql": "create index a_id_idx on a (id);\n"})
    ran = place.refdb("adopt", "--from", "sqlx")
    assert ran.code == 0
    assert "migrations/2_index.sql: was changed after sqlx applied it" in ran.err
    assert "1_first" not in ran.err


def test_sqlx_failed_row_is_refused(place) -> None:
    """A row without success forbids to take over."""
    _sqlx(place, success="false")
    assert place.refdb("adopt", "--from", "sqlx").code == 4


_NODE = {
    "1700000000000_first.sql": "-- Up Migration\ncreate table a (id integer);\n\n"
    "-- Down Migration\ndrop table a;\n",
    "20231114221321000_second.sql": "create table b ();\n",
}
_NODE_LEDGER = (
    "create table pgmigrations (id serial primary key, name varchar(255) not null, "
    "run_on timestamp not null)"
)


def test_node_pg_migrate_sql_files(place) -> None:
    """Both kinds of numbers are one order; a file without a mark is what applies it."""
    place.write(_NODE)
    place.run(f"{_NODE_LEDGER}; insert into pgmigrations values (1, '1700000000000_first', now())")
    assert place.adopted("node-pg-migrate") == {"0001_first": "applied", "0002_second": "pending"}
    assert place.refdb("apply").code == 0


@pytest.mark.parametrize("name", ["2_x.js", "2_x.ts", "2_x.cjs", "2_x.mjs"])
def test_node_pg_migrate_programs_are_refused(place, name) -> None:
    """A migration in JavaScript or TypeScript is an error that names its file."""
    place.write(_NODE | {name: "exports.up = () => {}"})
    place.run(_NODE_LEDGER)
    ran = place.refdb("adopt", "--from", "node-pg-migrate")
    assert ran.code == 4
    assert f"migrations/{name}: is a migration in " in ran.err
