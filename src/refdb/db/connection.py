"""Connections: opened, described, their passwords kept to themselves."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict

from refdb.errors import BadRequestError, CannotConnectError

Connection: TypeAlias = psycopg.Connection[Any]

CONNECT_TIMEOUT = 10  # seconds; a target that does not answer is told, not waited for


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
        # What is prepared unseen would be missed after a migration's `discard all`.
        return psycopg.connect(**given, autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        raise _cannot_connect(url, error) from None


def connect_beside(conn: Connection, *, database: str = "") -> Connection:
    """Opens a second connection to the same server, as the same user.

    Args:
        conn: the first one.
        database: another database; empty for the same.

    Raises:
        CannotConnectError: it is refused, as when every connection is taken.
    """
    parameters: dict[str, Any] = conn.info.get_parameters() | {"password": conn.info.password}
    if database:
        parameters["dbname"] = database
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
        f"cannot connect to {describe(url)}: {redact(one_line(error), url)}",
        hint="Check that the server runs and that host, port, database and user are right; "
        "`psql` with the same URL tells more.",
    )


def one_line(error: psycopg.Error) -> str:
    """Answers a driver's message without its line breaks."""
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
