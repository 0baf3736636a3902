"""Contracts: a query each, with what its plan must look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.config import count
from refdb.errors import BadRequestError, BadTreeError
from refdb.tree.files import Script, read_script, sql_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb.tree.headers import Entry

# The longer word first: `index only x` is not the index named `only`.
_SUBJECTS = (
    ("index only scan", r"index\s+only\s+(?:scan\s+)?(?P<name>\S+)"),
    ("bitmap scan", r"bitmap\s+(?:(?:heap\s+)?scan\s+)?(?P<name>\S+)"),
    ("index", r"index\s+(?P<name>\S+)"),
    ("seq scan", r"seq\s+scan(?:\s+on\s+(?P<name>\S+))?"),
    ("sort", r"sort(?P<name>)"),
    ("node", r"node\s+(?P<name>.+)"),
)


@dataclass(frozen=True)
class Clause:
    """One promise about a plan.

    Attributes:
        subject: `index`, `index only scan`, `bitmap scan`, `seq scan`, `sort` or `node`.
        name: the index, table or node type; empty for any.
        line: its line in the contract's file.
    """

    subject: str
    name: str
    line: int

    def __str__(self) -> str:
        """The clause as a person would write it."""
        joined = " on " if self.subject == "seq scan" and self.name else " "
        return f"{self.subject}{joined}{self.name}".strip()


@dataclass(frozen=True)
class Contract:
    """A query with what its plan must look like.

    Attributes:
        name: the file's name without `.sql`.
        script: the file.
        query: the query's text.
        expects: what the plan must have, all of it.
        forbids: what the plan must not have, none of it.
        params: the types of $1, $2 …
        values: SQL expressions that give the parameters for a custom plan, separated by
            commas; empty to judge the generic plan.
        rows: rows of sample data to plan on, None for the run's own size.
    """

    name: str
    script: Script
    query: str
    expects: tuple[Clause, ...]
    forbids: tuple[Clause, ...]
    params: tuple[str, ...]
    values: str
    rows: int | None


def read_contracts(folder: Path, root: Path) -> tuple[Contract, ...]:
    """Answers the contracts of a folder by name.

    Raises:
        BadTreeError: a file, its header or its query is wrong.
    """
    return tuple(_read_contract(path, root) for path in sql_files(folder))


def _read_contract(path: Path, root: Path) -> Contract:
    script = read_script(path, "contract", root)
    header = script.header
    expects, forbids = (
        tuple(_clauses(script, key, script.header.entries)) for key in ("expect", "forbid")
    )
    if not expects and not forbids:
        raise BadTreeError(
            "is a contract that promises nothing",
            file=script.file,
            hint="Write `-- expect: index NAME` or `-- forbid: seq scan on TABLE` on top.",
        )
    return Contract(
        name=path.stem,
        script=script,
        query=_only_query(script),
        expects=expects,
        forbids=forbids,
        params=_split_outside_brackets(header.get("params")),
        values=header.get("with"),
        rows=_rows(script),
    )


def _only_query(script: Script) -> str:
    if len(script.statements) == 1:
        return script.statements[0].text
    number = len(script.statements)
    raise BadTreeError(
        f"must hold one query, not {number or 'none'}",
        file=script.file,
        line=script.statements[1].line if number else None,
        hint="A contract is one query; make a file for each.",
    )


def _clauses(script: Script, key: str, entries: tuple[Entry, ...]) -> Iterator[Clause]:
    for entry in entries:
        if entry.key == key:
            for part in _split_outside_brackets(entry.value):
                yield _clause(script, key, part, entry.line)


def _clause(script: Script, key: str, text: str, line: int) -> Clause:
    for subject, pattern in _SUBJECTS:
        found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
        if found:
            return Clause(subject, (found["name"] or "").strip(), line)
    raise BadTreeError(
        f"{key}: {text} is no clause",
        file=script.file,
        line=line,
        hint="Write index NAME, index only NAME, bitmap NAME, seq scan on TABLE, sort or "
        "node TYPE.",
    )


def _split_outside_brackets(text: str) -> tuple[str, ...]:
    """`numeric(5,2), text` are two."""
    parts = re.split(r",(?![^(]*\))", text)
    return tuple(part.strip() for part in parts if part.strip())


def _rows(script: Script) -> int | None:
    if "rows" not in script.header:
        return None
    try:
        return count(script.header.get("rows"), "rows")
    except BadRequestError as error:
        line = script.header.line("rows")
        raise BadTreeError(error.message, file=script.file, line=line, hint=error.hint) from None
