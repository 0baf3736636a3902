"""The one border at which the driver's errors become refdb's."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import psycopg

from refdb.db.connection import one_line, redact
from refdb.errors import StatementFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Line, column and statement.
    Place: TypeAlias = tuple[int | None, int | None, str]
    Locate: TypeAlias = Callable[[int | None, int], Place]

_CONNECTION_LOST = ("08", "57P")  # SQLSTATE classes of a connection that is gone


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
        redact(diag.message_primary or one_line(error)),
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
