"""Statements, their lines and what they are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import sqltext
from refdb.errors import BadTreeError

_HARD = """\
-- é comment; with a semicolon
create table a (x text default ';');

create function f() returns integer language plpgsql as $body$
begin
    return 1; -- ; 'odd
end;
$body$;
/* a ; block */ insert into a values ('é;''x'), (E'\\';');
create function g() returns integer begin atomic select 1; select 2; end;
do $$ begin perform 1; end $$;
"""

_ALONE = [
    "create index concurrently i on t (a)",
    "drop index concurrently i",
    "reindex table concurrently t",
    "reindex database d",
    "vacuum t",
    "alter system set work_mem = '1MB'",
    "create database d",
    "alter table p detach partition q concurrently",
]
_TOGETHER = [
    "create index i on t (a)",
    "drop index i",
    "reindex table t",
    "analyze t",
    "cluster t using i",
]


def test_split_finds_each_statement_with_its_line() -> None:
    """Semicolons in strings, comments and bodies end no statement, and lines are the file's."""
    found = [(one.line, one.first_word) for one in sqltext.split(_HARD)]
    assert found == [(2, "create"), (4, "create"), (9, "insert"), (10, "create"), (11, "do")]


def test_split_of_comments_alone_is_empty() -> None:
    """A file with nothing but comments has no statement."""
    assert sqltext.split("-- nothing\n/* here */\n") == ()


@given(st.lists(st.sampled_from(["select 1", "select 'é;'", "do $$ begin end $$"]), max_size=6))
def test_split_gives_back_what_was_joined(statements: list[str]) -> None:
    """Splitting is the inverse of joining by semicolons."""
    text = ";\n".join(statements)
    assert [one.text for one in sqltext.split(text)] == statements


@given(st.text(max_size=60))
def test_split_never_fails_otherwise_than_clearly(text: str) -> None:
    """Any text is either split or refused as a bad file, never a crash."""
    text = text.replace("\0", "")
    with suppress(BadTreeError):
        sqltext.split(text, "f.sql")


def test_syntax_error_names_file_line_and_column() -> None:
    """A syntax error is told with its place."""
    with pytest.raises(BadTreeError, match="syntax error") as caught:
        sqltext.split("select 1;\nselect é frm x y;\n", "f.sql")
    assert caught.value.place == "f.sql:2:14"


def test_syntax_error_at_the_end_has_the_last_line() -> None:
    """A statement that stops too early is told at the end of the text."""
    with pytest.raises(BadTreeError, match="end of input") as caught:
        sqltext.split("select 1;\ndelete\n\n", "f.sql")
    assert caught.value.place == "f.sql:2:7"


def test_backslash_command_is_named() -> None:
    """A line for psql is told as such, not as a syntax error."""
    with pytest.raises(BadTreeError, match="backslash command"):
        sqltext.split("select 1;\n\\i other.sql\n", "f.sql")


@pytest.mark.parametrize("sql", _ALONE)
def test_statements_that_refuse_a_transaction(sql: str) -> None:
    """What the server refuses inside a transaction is known before it is sent."""
    assert sqltext.refuses_transaction(sqltext.split(sql)[0])


@pytest.mark.parametrize("sql", _TOGETHER)
def test_statements_that_allow_a_transaction(sql: str) -> None:
    """What the server allows inside a transaction is not refused."""
    assert not sqltext.refuses_transaction(sqltext.split(sql)[0])


@pytest.mark.parametrize(
    "sql", ["begin", "commit", "rollback", "end", "start transaction", "abort"]
)
def test_transaction_control_is_seen(sql: str) -> None:
    """A statement that would end refdb's transaction is seen."""
    assert sqltext.controls_transaction(sqltext.split(sql)[0])


@pytest.mark.parametrize("sql", ["savepoint s", "rollback to s", "prepare p as select 1"])
def test_savepoints_are_no_transaction_control(sql: str) -> None:
    """Savepoints may stand in a migration."""
    assert not sqltext.controls_transaction(sqltext.split(sql)[0])


def test_locate_by_index_skips_comments() -> None:
    """An error without a position is told at the line of the statement that failed."""
    place = sqltext.locate(_HARD, None, 2)
    assert (place.line, place.column) == (9, None)
    assert place.statement.startswith("insert into a")


def test_schemas_called_looks_at_function_names_only() -> None:
    """`cron.job` in a from clause is no call."""
    sql = "select cron.schedule('a', 'b', 'c') from other.job"
    assert sqltext.schemas_called(sql) == {"cron"}
