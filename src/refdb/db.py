"""Connections, and the one border at which the driver's errors become refdb's."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import psycopg
from psycopg import generators
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus

from refdb.errors import BadRequestError, CannotConnectError, StatementFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from psycopg.pq.abc import PGresult

    Locate: TypeAlias = Callable[[int | None, int], tuple[int, int | None, str]]

Connection: TypeAlias = psycopg.Connection[Any]

CONNECT_TIMEOUT = 10  # seconds; a target that does not answer is told, not waited for
_CONNECTION_LOST = ("08", "57P")  # SQLSTATE classes of a connection that is gone


def connect(url: str, *, application: str = "refdb", **options: str) -> Connection:
    """Opens a connection in autocommit mode.

    Args:
        url: a URL or libpq connection string; empty for libpq's own variables.
        application: what pg_stat_activity shows.
        **options: server settings of the session.

    Raises:
        BadRequestError: the URL cannot be read.
        CannotConnectError: nothing answers, or it refuses.
    """
    given = parse_url(url)
    given.setdefault("connect_timeout", CONNECT_TIMEOUT)
    given.setdefault("application_name", application)
    given["client_encoding"] = "UTF8"
    settings = " ".join(f"-c {name}={_escaped(value)}" for name, value in options.items())
    given["options"] = f"{given.get('options') or ''} {settings}".strip()
    try:
        return psycopg.connect(**given, autocommit=True)
    except psycopg.Error as error:
        raise _cannot_connect(url, error) from None


def connect_beside(conn: Connection) -> Connection:
    """Opens a second connection to the same database, as the same user.

    Raises:
        CannotConnectError: it is refused, as when every connection is taken.
    """
    parameters: dict[str, Any] = conn.info.get_parameters() | {"password": conn.info.password}
    try:
        return psycopg.connect(**parameters, autocommit=True)
    except psycopg.Error as error:
        raise _cannot_connect("", error) from None


def parse_url(url: str) -> dict[str, Any]:
    """Answers the parts of a URL or libpq connection string.

    Raises:
        BadRequestError: it is neither; the message shows no password.
    """
    plain = re.sub(r"^postgres(ql)?\+\w+://", "postgresql://", url)
    if _has_bare_password_signs(plain):
        raise _no_url(url, "an @ or / in user or password must be written %40 or %2F")
    try:
        return dict(conninfo_to_dict(plain))
    except psycopg.ProgrammingError as error:
        raise _no_url(url, redact(str(error).strip(), url)) from None


def _has_bare_password_signs(url: str) -> bool:
    """Whether libpq would take what follows the sign for a host, and name it."""
    scheme, _, rest = url.partition("?")[0].partition("://")
    authority, _, path = rest.partition("/")
    return scheme.startswith("postgres") and (authority.count("@") > 1 or "@" in path)


def _no_url(url: str, why: str) -> BadRequestError:
    return BadRequestError(
        f"this is no connection URL: {redact(url)} ({why})",
        hint="Write postgresql://user@host:5432/database, or a libpq string such as "
        "'host=… dbname=…'. Signs such as @ and / in a password are written %40 and %2F.",
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")


def _cannot_connect(url: str, error: psycopg.Error) -> CannotConnectError:
    return CannotConnectError(
        f"cannot connect to {describe(url)}: {redact(_one_line(error), url)}",
        hint="Check that the server runs and that host, port, database and user are right; "
        "`psql` with the same URL tells more.",
    )


def _one_line(error: psycopg.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines) or type(error).__name__


def redact(text: str, url: str = "") -> str:
    """Answers the text without passwords: those of any URL in it, and that of `url`."""
    text = re.sub(r"(://[^:/?#\s@]*):[^\s]*@", r"\1:***@", text)
    text = re.sub(
        r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)", r"\1***", text, flags=re.IGNORECASE
    )
    try:
        password = conninfo_to_dict(url).get("password") if url else None
    except psycopg.ProgrammingError:
        password = None
    return text.replace(str(password), "***") if password else text


def describe(url: str) -> str:
    """Answers a URL in words for people: database, host and user, never the password."""
    parts = parse_url(url)
    if parts.get("service"):
        return f"service {parts['service']}"
    database = parts.get("dbname") or "the default database"
    host = parts.get("host") or parts.get("hostaddr")
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{database} on {host}{port}" if host else f"{database} on this machine"


def run(conn: Connection, text: str, *, file: str = "", locate: Locate | None = None) -> int:
    """Sends a text of any number of statements as one simple query.

    Args:
        conn: a connection.
        text: SQL; several statements are one transaction unless they say otherwise.
        file: the name of the file for an error.
        locate: answers line, column and statement in that file for the server's position in
            `text` (None when it has none) and the failed statement's index.

    Returns:
        How many statements were run.

    Raises:
        StatementFailedError: the server refused one; those before it are undone as well.
    """
    with _lost_connections(file):
        results = _results(conn, text)
    failed = [one for one in results if one.status == ExecStatus.FATAL_ERROR]
    if failed:
        error = psycopg.errors.error_from_result(failed[0])
        raise statement_failed(error, file=file, locate=locate, index=len(results) - 1)
    return len(results)


def _results(conn: Connection, text: str) -> Sequence[PGresult]:
    # psycopg's own execute() forgets which of several statements failed.
    with conn.lock:
        conn.pgconn.send_query(text.encode())
        return conn.wait(generators.execute(conn.pgconn))


@contextmanager
def _lost_connections(file: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise statement_failed(error, file=file) from None


@contextmanager
def failures(file: str = "", locate: Locate | None = None, *, index: int = 0) -> Iterator[None]:
    """Turns the driver's errors inside the block into StatementFailedError."""
    try:
        yield
    except psycopg.Error as error:
        raise statement_failed(error, file=file, locate=locate, index=index) from None


def statement_failed(
    error: psycopg.Error,
    *,
    file: str = "",
    locate: Locate | None = None,
    index: int = 0,
) -> StatementFailedError:
    """Answers the driver's error as refdb's, with its place in the file.

    Args:
        error: what psycopg raised.
        file: the file that the statement came from.
        locate: see `run`.
        index: which of the file's statements failed, counted from 0.
    """
    diag = error.diag
    position = int(diag.statement_position) if diag.statement_position else None
    line, column, statement = locate(position, index) if locate else (None, None, "")
    return StatementFailedError(
        redact(diag.message_primary or _one_line(error)),
        sqlstate=error.sqlstate or "",
        statement=statement,
        file=file,
        line=line,
        column=column,
        hint=_advice(error),
    )


def _advice(error: psycopg.Error) -> str:
    diag = error.diag
    known = (diag.message_detail, diag.message_hint, _where(diag.context))
    said = " ".join(_sentence(part) for part in known if part)
    lost = not error.sqlstate or error.sqlstate.startswith(_CONNECTION_LOST)
    return f"{said} The connection was lost; run the command again." if lost else said


def _where(context: str | None) -> str:
    return f"In {context.splitlines()[0]}" if context else ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
