"""What refdb raises: one root, one class for each exit code."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Collection


class RefdbError(Exception):
    """The root of everything that refdb raises on purpose.

    Args:
        message: one sentence that says what is wrong, without a password in it.
        hint: what to type or change next.
        file: the file that is wrong, as the user would name it.
        line: its line, counted from 1.
        column: its column, counted from 1.
        detail: lines that show what the message speaks of, such as a difference.
        also: further errors of the same request, so that all are mended in one go.
    """

    exit_code: ClassVar[int] = 2

    def __init__(  # noqa: PLR0913 - every part of a message has its own place in the output
        self,
        message: str,
        *,
        hint: str = "",
        detail: str = "",
        file: str = "",
        line: int | None = None,
        column: int | None = None,
        also: tuple[RefdbError, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail
        self.file = file
        self.line = line
        self.column = column
        self.also = also

    @property
    def place(self) -> str:
        """Answers where: `file:line:column`, as far as it is known."""
        parts = (self.file, self.line, self.column)
        known = [str(part) for part in parts if part not in ("", None)]
        return ":".join(known) if self.file else ""

    def __str__(self) -> str:
        """The message with its place in front."""
        return f"{self.place}: {self.message}" if self.place else self.message


class BadRequestError(RefdbError):
    """The command, an option or the configuration is wrong."""


class BadTreeError(RefdbError):
    """A file of the tree is wrong."""


class MissingPartError(RefdbError):
    """A program or package that the request needs is not installed."""


class CannotConnectError(RefdbError):
    """No connection to the target."""

    exit_code = 3


class RefusedError(RefdbError):
    """Refused before anything changed: edited, out of order, no rollback, locked."""

    exit_code = 4


class StatementFailedError(RefdbError):
    """The server refused a statement.

    Args:
        message: the server's message.
        sqlstate: its five-character code, empty when the connection was lost.
        statement: the text of the statement that failed.
        **place: hint, file, line and column, as for RefdbError.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        *,
        sqlstate: str = "",
        statement: str = "",
        **place: str | int | None,
    ) -> None:
        super().__init__(message, **place)  # type: ignore[arg-type]
        self.sqlstate = sqlstate
        self.statement = statement


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Answers a hint with the known word that is nearest to an unknown one."""
    near = difflib.get_close_matches(word.lower().replace("-", "_"), known, n=1)
    listed = ", ".join(sorted(known))
    return f"Did you mean {near[0]}?" if near else f"Known: {listed or 'none'}."
