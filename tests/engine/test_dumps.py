"""What pg_dump writes runs as a migration; what the server says beside results is heard."""

import subprocess

import psycopg
import pytest

from refdb import config
from refdb.engine import Listener
from refdb.errors import BadTreeError, StatementFailedError
from refdb.project import Project
from refdb.throwaway import choose
from servers import fresh_database
from trees import write_tree


class _Hearing(Listener):
    """Keeps the notices that it is told of."""

    def __init__(self) -> None:
        self.heard = []

    def on_notice(self, task, notice) -> None:  # noqa: ARG002 - the listener's form
        self.heard.append((notice.severity, notice.message, notice.line))


def _apply(folder, url, text, listener=None):
    files = {"0001_dump.sql": text, "0001_dump.rollback.sql": "select 1;\n"}
    write_tree(folder, files)
    project = Project(config.Config(root=folder), target=url, listener=listener or Listener())
    project.apply()
    return project


def _query(url, sql):
    with psycopg.connect(url) as conn:
        return conn.execute(sql).fetchall()


_ROWS = "create table t (x integer, y text);\ncopy t from stdin;\n1\ta\\tb\n2\t\\N\n\\.\n"


@pytest.mark.parametrize("header", ["", "-- transactional: false\n"])
def test_rows_below_a_copy_are_loaded(tmp_path, database, header) -> None:
    """In a transaction and statement by statement, the rows of the file are in the table."""
    _apply(tmp_path, database, f"{header}{_ROWS}insert into t values (3, 'after');\n")
    assert _query(database, "select * from t") == [(1, "a\tb"), (2, None), (3, "after")]


def test_whole_dump_of_a_database_is_a_migration(tmp_path, server) -> None:
    """A dump with functions, odd rows and pg_dump's guards makes the same database."""
    source, target = fresh_database(server(18)), fresh_database(server(18))
    with psycopg.connect(source, autocommit=True) as conn:
        conn.execute(
            "create table t (id integer primary key, y text, z jsonb); "
            "create table u (id integer references t (id)); "
            "create function f() returns text language plpgsql as $$ begin return ';'; end $$; "
            "insert into t select n, chr(n) || E'\\\\ \\t \\n \\\\.', '{\"a\": [1]}' "
            "from generate_series(1, 2000) as n; insert into u select id from t"
        )
    binaries = choose(18)
    dump = [binaries.bin / "pg_dump", "--no-owner", source]
    text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    assert "\\restrict" in text
    _apply(tmp_path, target, text)
    everything = "select string_agg(t::text, '|' order by id), f() from public.t"
    with psycopg.connect(source) as before, psycopg.connect(target) as after:
        assert (
            before.execute(everything).fetchall()
            == after.execute(everything.replace("f()", "public.f()")).fetchall()
        )
    assert _query(target, "select count(*) from public.u") == [(2000,)]


def test_bad_row_undoes_everything_and_is_told(tmp_path, database) -> None:
    """A row that the server cannot read is told with the copy's line and the row's number."""
    with pytest.raises(StatementFailedError, match="invalid input syntax") as caught:
        _apply(tmp_path, database, _ROWS.replace("2\t", "two\t"))
    assert caught.value.line == 2
    assert "COPY t, line 2" in caught.value.hint
    assert _query(database, "select to_regclass('t')") == [(None,)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("copy t from stdin;\nselect 1;\n", "no rows below this copy"),
        ("copy t to stdout;\n", "nowhere to write"),
    ],
)
def test_copy_without_its_other_half_is_refused(tmp_path, database, text, message) -> None:
    """A copy that waits for rows, or for a reader, is refused before anything runs."""
    with pytest.raises(BadTreeError, match=message):
        _apply(tmp_path, database, text)


@pytest.mark.parametrize("header", ["\n", "-- transactional: false\n"])
def test_notices_are_heard_with_their_place(tmp_path, database, header) -> None:
    """What the server says beside its results is heard, in order, with file and line."""
    listener = _Hearing()
    text = (
        f"{header}create table t (x integer);\ndrop table if exists u;\n"
        "do $$ begin raise warning 'careful %', 1; end $$;\n"
    )
    _apply(tmp_path, database, text, listener)
    said = [(severity, message) for severity, message, _ in listener.heard]
    assert said == [
        ("NOTICE", 'table "u" does not exist, skipping'),
        ("WARNING", "careful 1"),
    ]
    # Sent as one text, a statement's notice may be told as that of the one before it.
    exact = [line for _, _, line in listener.heard]
    assert exact == [3, 4] if header.strip() else set(exact) <= {2, 3, 4}
