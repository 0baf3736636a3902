"""The functions that statements create, with their bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.sqltext.statements import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.sqltext.statements import Statement


@dataclass(frozen=True)
class Body:
    """A function or procedure that a statement creates.

    Attributes:
        schema: its schema, `public` where the statement names none.
        name: its name.
        language: the language that it is written in.
        text: its body as a string; empty for one in the SQL standard's form.
        line: the line of the file on which the statement begins.
        first_line: the line of the file on which the body's text begins.
    """

    schema: str
    name: str
    language: str
    text: str
    line: int
    first_line: int


def bodies_of(statements: Iterable[Statement]) -> Iterator[Body]:
    """Answers the functions and procedures that statements create."""
    for one in statements:
        if one.first_word == "create":
            node = parsed(one.text)
            if type(node).__name__ == "CreateFunctionStmt":
                yield _body(one, node)


def _body(statement: Statement, node: Any) -> Body:
    options = {one.defname: one.arg for one in node.options or ()}
    *schema, name = (part.sval for part in node.funcname)
    language = options["language"].sval if "language" in options else "sql"
    text = options["as"][0].sval if "as" in options else ""
    begin = max(statement.text.find(text), 0)
    first_line = statement.line + statement.text.count("\n", 0, begin)
    return Body(
        schema[-1] if schema else "public", name, language, text, statement.line, first_line
    )
