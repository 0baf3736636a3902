"""Where statements begin and end, and what they are, by the parser of Postgres itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from refdb.errors import BadTreeError
from refdb.sqltext.client import served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# First words of statements that only a look at the parse tree can judge, so that the many
# statements that begin otherwise need not be parsed into one.
_TRANSACTION_WORDS = frozenset(
    ("abort", "begin", "commit", "end", "prepare", "rollback", "start"),
)
_LONER_WORDS = frozenset(("alter", "create", "drop", "reindex", "vacuum", "cluster"))
# One of these words is in every such statement; a thousand `create table` need no parse tree.
_LONER_SIGN = re.compile(
    r"concurrently|database|tablespace|system|reindex|vacuum|cluster",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """One statement of a file.

    Attributes:
        text: its text, without leading comments and without the semicolon.
        start: where it begins in the file, in characters from 0.
        line: its first line, counted from 1.
    """

    text: str
    start: int
    line: int

    @cached_property
    def first_word(self) -> str:
        """Answers the word that the statement begins with, in lower case."""
        return self.text.split(None, 1)[0].lower()

    @property
    def summary(self) -> str:
        """Answers the statement's first line, for a list of what will be done."""
        first, _, rest = self.text.partition("\n")
        return f"{first.rstrip()} …" if rest else first


class Place(NamedTuple):
    """A place in a file: line and column counted from 1, and the statement there."""

    line: int
    column: int | None
    statement: str


def split(text: str, file: str = "") -> tuple[Statement, ...]:
    """Answers the statements of a text, each with its line.

    Args:
        text: SQL, with line ends as LF; what is psql's own in it is passed over.
        file: the name to put into an error.

    Raises:
        BadTreeError: Postgres's parser cannot read the text.
    """
    import pglast  # noqa: PLC0415 - 50 ms that a command which reads no SQL does not pay

    sql = served(text).sql
    try:
        slices = pglast.split(sql, with_parser=True, only_slices=True) if sql.strip() else ()
    except pglast.parser.ParseError as error:
        raise _syntax_error(sql, file, *error.args) from None
    return tuple(_statements(sql, slices))


def _statements(text: str, slices: Sequence[slice]) -> Iterator[Statement]:
    line, seen = 1, 0
    for piece in slices:
        line += text.count("\n", seen, piece.start)
        seen = piece.start
        yield Statement(text[piece], piece.start, line)


def _syntax_error(
    text: str,
    file: str,
    message: str,
    position: int | None = None,
    *_: object,
) -> BadTreeError:
    # The parser knows no position at the end of the text.
    line, column = position_of(text, len(text.rstrip()) if position is None else position)
    hint = "Correct the SQL; nothing was run."
    if _is_psql_command(text, line):
        message = "a backslash command of psql cannot run here"
        hint = "Take the line out: refdb sends plain SQL to the server."
    return BadTreeError(message, file=file, line=line, column=column, hint=hint)


def _is_psql_command(text: str, line: int) -> bool:
    return text.split("\n")[line - 1].startswith("\\")


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Answers line and column, counted from 1, of a character of the text, counted from 0."""
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def locate(text: str, position: int | None, index: int) -> Place:
    """Answers where in a text the server found an error.

    Args:
        text: what was sent, or the file that it came from.
        position: the server's position in characters from 1; None when it gave none.
        index: which statement failed, counted from 0, for errors without a position.
    """
    statements = split(text)
    if position is not None:
        line, column = position_of(served(text).sql, position - 1)
        inside = [one for one in statements if one.start < position]
        return Place(line, column, inside[-1].text if inside else "")
    if 0 <= index < len(statements):
        return Place(statements[index].line, None, statements[index].text)
    # What refdb itself sent before or after the file.
    return Place(1 if index < 0 else text.count("\n") + 1, None, "")


@cache
def parsed(text: str) -> Any:
    """Answers the parse tree of one statement, as pglast's node."""
    import pglast  # noqa: PLC0415 - see split

    return pglast.parse_sql(text)[0].stmt


def controls_transaction(statement: Statement) -> bool:
    """Answers whether a statement begins or ends a transaction (savepoints do not)."""
    if statement.first_word not in _TRANSACTION_WORDS:
        return False
    return type(parsed(statement.text)).__name__ == "TransactionStmt" and not _is_savepoint(
        parsed(statement.text),
    )


def _is_savepoint(node: Any) -> bool:
    return "SAVEPOINT" in node.kind.name or "ROLLBACK_TO" in node.kind.name


def refuses_transaction(statement: Statement) -> bool:
    """Answers whether the server refuses this statement inside a transaction."""
    if statement.first_word not in _LONER_WORDS or not _LONER_SIGN.search(statement.text):
        return False
    return _refuses(parsed(statement.text))


def _refuses(node: Any) -> bool:
    kind = type(node).__name__
    if kind in {"IndexStmt", "DropStmt"}:
        return bool(node.concurrent)
    if kind == "ReindexStmt":
        named = {option.defname for option in node.params or ()}
        return "concurrently" in named or node.kind.name not in {
            "REINDEX_OBJECT_INDEX",
            "REINDEX_OBJECT_TABLE",
        }
    if kind == "VacuumStmt":
        return bool(node.is_vacuumcmd)
    if kind == "AlterTableStmt":
        return any(_detaches_concurrently(command) for command in node.cmds)
    return kind in {
        "AlterSystemStmt",
        "CreatedbStmt",
        "CreateTableSpaceStmt",
        "DropdbStmt",
        "DropTableSpaceStmt",
    } or (kind == "ClusterStmt" and node.relation is None)


def _detaches_concurrently(command: Any) -> bool:
    return command.subtype.name == "AT_DetachPartition" and bool(command.def_.concurrent)


def reads_client_data(statement: Statement) -> bool:
    """Answers whether a statement is a `copy … from stdin`, whose rows stand in the file."""
    return _copies(statement, is_from=True)


def writes_client_data(statement: Statement) -> bool:
    """Answers whether a statement is a `copy … to stdout`, whose rows nobody would read."""
    return _copies(statement, is_from=False)


def uses_client_data(statement: Statement) -> bool:
    """Answers whether a statement is a copy from or to the program that sends it."""
    return reads_client_data(statement) or writes_client_data(statement)


def _copies(statement: Statement, *, is_from: bool) -> bool:
    if statement.first_word != "copy":
        return False
    node = parsed(statement.text)
    is_copy = type(node).__name__ == "CopyStmt" and bool(node.is_from) is is_from
    return is_copy and node.filename is None and not node.is_program


def schemas_called(text: str) -> frozenset[str]:
    """Answers the schemas whose functions a text's statements call by a qualified name."""
    import pglast  # noqa: PLC0415 - see split
    from pglast.visitors import Visitor  # noqa: PLC0415 - see split

    found: set[str] = set()

    class Calls(Visitor):
        def visit_FuncCall(self, _: object, node: Any) -> None:  # noqa: N802 - pglast's name
            if len(node.funcname) > 1:
                found.add(node.funcname[0].sval)

    Calls()(pglast.parse_sql(text))
    return frozenset(found)


def relation_name(relation: Any) -> str:
    """Answers a relation of a parse tree as SQL, quoted, with its schema where it has one."""
    parts = (relation.schemaname, relation.relname)
    return ".".join(quoted(part) for part in parts if part)


def plain(identifier: str) -> str:
    """Answers a name as an SQL identifier, in double quotes where it needs them."""
    from pglast.keywords import (  # noqa: PLC0415 - see split
        RESERVED_KEYWORDS,
        TYPE_FUNC_NAME_KEYWORDS,
    )

    is_word = re.fullmatch(r"[a-z_][a-z0-9_]*", identifier)
    is_taken = identifier in RESERVED_KEYWORDS or identifier in TYPE_FUNC_NAME_KEYWORDS
    return identifier if is_word and not is_taken else quoted(identifier)


def quoted(identifier: str) -> str:
    """Answers a name as an SQL identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'
