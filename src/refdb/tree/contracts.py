"""Contracts: a query each, with what its plan must look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError, did_you_mean
from refdb.tree.clauses import (
    Clause,
    Limit,
    clauses,
    limits,
    listed,
    rows_of,
    split_outside_brackets,
)
from refdb.tree.files import Script, read_script, sql_files
from refdb.tree.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


@dataclass(frozen=True)
class Contract:
    """A query with what its plan must look like.

    Attributes:
        name: the file's name without `.sql`.
        script: the file.
        query: the query's text.
        expects: what the plan must have, all of it.
        forbids: what the plan must not have, none of it.
        limits: what its cost and rows must not exceed.
        params: the types of $1, $2 …; None to take those that the server finds.
        values: SQL expressions that give the parameters for a custom plan, separated by
            commas; empty to judge the generic plan.
        sizes: rows to plan at, each for itself; empty for the run's own size.
        statistics: the statistics sets to plan on, each for itself.
        holds_to: rows up to which the promises must hold; None for no more than the sizes.
    """

    name: str
    script: Script
    query: str
    expects: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()
    limits: tuple[Limit, ...] = ()
    params: tuple[str, ...] | None = ()
    values: str = ""
    sizes: tuple[int, ...] = ()
    statistics: tuple[str, ...] = ()
    holds_to: int | None = None

    @property
    def promises(self) -> tuple[str, ...]:
        """Answers every promise in words, such as `no sort`."""
        forbidden = (f"no {one}" for one in self.forbids)
        return (*map(str, self.expects), *forbidden, *map(str, self.limits))

    @property
    def can_be_run(self) -> bool:
        """Answers whether there is a value for every parameter."""
        return not self.params or bool(self.values)

    @property
    def counts_rows(self) -> bool:
        """Answers whether it promises how many rows really come, which only running it tells."""
        return any(one.key == "rows_within" for one in self.limits)


def read_contracts(
    folder: Path, root: Path, statistics: Collection[str] = ()
) -> tuple[Contract, ...]:
    """Answers the contracts of a folder by name.

    Args:
        folder: where their files are.
        root: what names in messages are relative to.
        statistics: the names of the statistics sets that there are.

    Raises:
        BadTreeError: a file, its header or its query is wrong.
    """
    return tuple(_read_contract(path, root, statistics) for path in sql_files(folder))


def read_query(text: str, file: str, values: str = "") -> Contract:
    """Answers a query that promises nothing, or what the header of its text says.

    Args:
        text: one query, which may have a contract's header.
        file: its name for messages.
        values: SQL expressions for its parameters, instead of those of its header.

    Raises:
        BadTreeError: the header is wrong, or it is not one query.
    """
    script = Script(file, text, read_header(text, "contract", file))
    params = split_outside_brackets(script.header.get("params")) or None
    return _contract("query", script, params, values or script.header.get("with"))


def _read_contract(path: Path, root: Path, statistics: Collection[str]) -> Contract:
    script = read_script(path, "contract", root)
    params = split_outside_brackets(script.header.get("params"))
    contract = _contract(path.stem, script, params, script.header.get("with"))
    if not contract.promises:
        raise BadTreeError(
            "is a contract that promises nothing",
            file=script.file,
            hint="Write `-- expect: index NAME` or `-- forbid: seq scan on TABLE` on top.",
        )
    _check_statistics(contract, statistics)
    _check_values(contract)
    return contract


def _contract(name: str, script: Script, params: tuple[str, ...] | None, values: str) -> Contract:
    header = script.header
    return Contract(
        name=name,
        script=script,
        query=_only_query(script),
        expects=tuple(clauses(script, "expect")),
        forbids=tuple(clauses(script, "forbid")),
        limits=tuple(limits(script)),
        params=params,
        values=values,
        sizes=tuple(sorted({rows_of(script, "rows", one) for one in listed(script, "rows")})),
        statistics=tuple(one for _, one in listed(script, "statistics")),
        holds_to=rows_of(script, "holds_to", (header.line("holds_to"), header.get("holds_to")))
        if "holds_to" in header
        else None,
    )


def _check_statistics(contract: Contract, known: Collection[str]) -> None:
    for line, name in listed(contract.script, "statistics"):
        if name not in known:
            raise BadTreeError(
                f"there is no statistics set {name}",
                file=contract.script.file,
                line=line,
                hint=did_you_mean(name, known)
                if known
                else "There is none: they are JSON files in the tree's folder statistics/.",
            )


def _check_values(contract: Contract) -> None:
    """Rows are counted by running the query, which a parameter without a value prevents."""
    limit = next((one for one in contract.limits if one.key == "rows_within"), None)
    if limit and not contract.can_be_run:
        raise BadTreeError(
            "rows within a factor are counted by running the query, and its parameters have "
            "no values",
            file=contract.script.file,
            line=limit.line,
            hint="Write `-- with: expression, expression`, one for each parameter.",
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
