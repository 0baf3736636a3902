"""Connections and errors at the border."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import db
from refdb.errors import BadRequestError, CannotConnectError, StatementFailedError

_PASSWORDS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=5)


@given(_PASSWORDS)
def test_no_password_survives_redaction(password) -> None:
    """Whatever characters a password has, it is not in a redacted text."""
    quoted = password.replace("\\", "\\\\").replace("'", "\\'")
    for text in (
        f"postgresql://user:{password}@host/db",
        f"host=h password='{quoted}' dbname=d",
    ):
        assert password not in db.redact(text.replace(password, password)).replace("***", "")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@127.0.0.1:1/db",
        "postgresql://u:ge@heim/x@127.0.0.1:1/db",
        "host=127.0.0.1 port=1 password=geheim",
        "postgresql://u:geheim@[bad/db",
        "host=127.0.0.1 port=1 password='ge heim' nonsense",
        "postgresql://127.0.0.1:1/db?password=geheim",
    ],
)
def test_failed_connection_shows_no_password(url) -> None:
    """Neither a wrong URL nor a refused connection shows the password."""
    with pytest.raises((CannotConnectError, BadRequestError)) as caught:
        db.connect(url)
    shown = f"{caught.value} {caught.value.hint}"
    assert "heim" not in shown
    assert caught.value.__cause__ is None


def test_driver_names_of_yoyo_urls_are_understood() -> None:
    """`postgresql+psycopg://` is a URL like any other."""
    assert db.parse_url("postgresql+psycopg://u@h/d")["host"] == "h"


def test_run_sends_many_statements_and_counts_them(database) -> None:
    """A text of several statements is one round trip."""
    with db.connect(database) as conn:
        assert db.run(conn, "create table a (); select 1; drop table a;") == 3


def test_run_names_the_statement_that_failed(database) -> None:
    """An error without a position is told with the index of its statement."""
    seen = []

    def locate(position, index):
        seen.append((position, index))
        return 7, None, "the statement"

    with db.connect(database) as conn, pytest.raises(StatementFailedError) as caught:
        db.run(conn, "select 1; select 1 / 0; select 2", file="f.sql", locate=locate)
    assert seen == [(None, 1)]
    assert (caught.value.place, caught.value.sqlstate) == ("f.sql:7", "22012")


def test_lost_connection_is_one_clear_error(database) -> None:
    """A backend that is terminated in the middle is told as such, without a traceback."""
    with db.connect(database) as conn, pytest.raises(StatementFailedError) as caught:
        db.run(conn, "select pg_terminate_backend(pg_backend_pid())")
    assert "connection was lost" in caught.value.hint
