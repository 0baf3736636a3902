"""What an audit speaks of: statements of the schema, and how much is much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refdb.explain import Plan


@dataclass(frozen=True)
class Limits:
    """From where on a finding is worth one.

    Attributes:
        rows: rows of a relation that is too large to be read as a whole.
        rows_in_loop: the same where it is read in each round of a loop.
        calls: calls of a function, one a row, in one statement.
        rounds: rounds of a nested loop.
        kept: the part of a relation's rows from which on reading it as a whole is what a
            refresh of a materialized view is there for.
        key_rows: rows of a table whose foreign key is to have an index.
    """

    rows: float = 10_000
    rows_in_loop: float = 1_000
    calls: float = 10_000
    rounds: float = 100_000
    kept: float = 0.1
    key_rows: float = 1_000


@dataclass(frozen=True)
class Param:
    """What stands for $1, $2 … in a statement.

    Attributes:
        name: the variable, with its field: `p_id`, `v_work.id`.
        type: its type as SQL; empty where the server has to find it out.
        giver: the id of the statement whose row the variable holds; empty for none.
        field: the column of that row.
    """

    name: str
    type: str
    giver: str = ""
    field: str = ""


@dataclass(frozen=True)
class Statement:
    """One SQL statement inside the schema.

    Attributes:
        id: which it is, the same in every run of one schema.
        object: whose it is: `public.award_referrals(uuid[])`.
        kind: what it stands in: `for`, `return query`, `view`, `policy`, `foreign key` …
        text: it, with $1, $2 …
        params: what stands for them.
        file: the file of the object; empty where none is known.
        line: its line there, from 1; 0 where none is known.
        loops: the lines of the loops around it, outermost first.
        settings: settings that its function sets.
        roles: who may run it, those whom policies bind first; empty for whoever owns the tables.
        lines: by what it calls a relation, the line on which it names it.
        relation: the table that a policy guards, or whose foreign key it is.
        columns: the columns of that foreign key.
        assumptions: what only run time knows, and what is taken for it.
    """

    id: str
    object: str
    kind: str
    text: str
    params: tuple[Param, ...] = ()
    file: str = ""
    line: int = 0
    loops: tuple[int, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    relation: str = ""
    columns: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unchecked:
    """A statement that could not be planned, and why."""

    object: str
    reason: str
    file: str = ""
    line: int = 0

    def as_dict(self) -> dict[str, str | int]:
        """Answers it as JSON-ready values."""
        return {
            "object": self.object,
            "reason": self.reason,
            "file": self.file,
            "line": self.line,
        }


@dataclass(frozen=True)
class Planned:
    """A statement with its plan.

    Attributes:
        statement: the statement.
        plan: its generic plan.
        role: as whom it was planned; empty for the connection's own.
        guessed: parameters whose types the server found out.
    """

    statement: Statement
    plan: Plan
    role: str = ""
    guessed: tuple[str, ...] = ()
