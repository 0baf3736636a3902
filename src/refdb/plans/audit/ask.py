"""Plans many statements one after the other: one session, one round trip for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import ExecStatus
from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.errors import BadRequestError
from refdb.explain import read_plan
from refdb.plans.audit.values import Planned, Unchecked
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg.sql import Composable, Composed

    from refdb.db import Connection
    from refdb.plans.audit.values import Param, Statement

#: The server finds the type out by what the parameter is compared with.
_ANY_TYPE = "unknown"
_ALWAYS = {
    "transaction_read_only": "on",
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "plan_cache_mode": "force_generic_plan",
}
_DENIED = "42501"
_NO_PARTITION_PRUNING = {"enable_partition_pruning": "off"}
_HAS_GENERIC_PLAN = 160000  # server_version_num
_KEEPS_PARTITIONS = ", generic_plan"


@dataclass
class Planner:
    """Plans statements on one connection. Runs none of them, changes nothing, leaves nothing.

    Attributes:
        conn: a connection in a transaction.
        settings: settings besides those of a statement's function.
    """

    conn: Connection
    settings: Mapping[str, str] = field(default_factory=dict)
    _shapes: dict[str, dict[str, str]] = field(default_factory=dict)
    _number: int = 0

    def without_whole_reads(self) -> Planner:
        """Answers one that reads no table as a whole where there is another way."""
        return replace(self, settings={**self.settings, "enable_seqscan": "off"})

    @property
    def _has_generic_plan(self) -> bool:
        return self.conn.info.server_version >= _HAS_GENERIC_PLAN

    def plan(self, statements: Sequence[Statement]) -> list[Planned | Unchecked]:
        """Answers the plan of each, or why there is none.

        Raises:
            StatementFailedError: the connection was lost.
        """
        givers = {param.giver for one in statements for param in one.params if param.giver}
        for one in statements:
            if one.id in givers and one.id not in self._shapes:
                self._shapes[one.id] = self._shape(one)
        return [self._planned(one) for one in statements]

    def _planned(self, statement: Statement) -> Planned | Unchecked:
        """As the first of its roles that may run it; where none may, as whoever connected."""
        for role in (*statement.roles, ""):
            try:
                return self._unpruned(statement, role)
            except (psycopg.Error, BadRequestError) as error:
                self._mend(error)
                state = getattr(error, "sqlstate", None)
                if state == _DENIED and role:
                    continue
                return Unchecked(statement.object, _reason(error), statement.file, statement.line)
        raise AssertionError  # never: the last role is nobody's

    def _unpruned(self, statement: Statement, role: str) -> Planned:
        """Before 16 nulls stand for values, no partition holds them, and all are left out."""
        planned = self._ask(statement, role, {})
        if not self._has_generic_plan and any(node.pruned for node in planned.plan.nodes):
            return self._ask(statement, role, _NO_PARTITION_PRUNING)
        return planned

    def _ask(self, statement: Statement, role: str, more: Mapping[str, str]) -> Planned:
        types, guessed = self._types(statement.params)
        cursor = self.conn.execute(self._text("plans/audit_plan", statement, role, types, more))
        while cursor.statusmessage != "EXPLAIN":
            cursor.nextset()
        plan = read_plan(cursor.fetchall()[0][0])
        return Planned(statement, plan, role, guessed)

    def _text(
        self,
        name: str,
        statement: Statement,
        role: str,
        types: Sequence[str],
        more: Mapping[str, str],
    ) -> Composed:
        self._number += 1
        settings = {**statement.settings, **_ALWAYS, **self.settings, **more}
        if role:
            settings["role"] = role.strip('"')
        listed = SQL(" ({})").format(SQL(", ").join(map(SQL, types))) if types else SQL("")
        nulls = SQL("({})").format(SQL(", ").join([Literal(None)] * len(types)))
        return SQL(load(name)).format(
            name=Identifier(f"refdb_audit_{self._number}"),
            settings=_settings(settings),
            types=listed,
            query=SQL(statement.text),
            values=nulls if types else SQL(""),
            generic=SQL(_KEEPS_PARTITIONS if self._has_generic_plan else ""),
        )

    def _types(self, params: Iterable[Param]) -> tuple[list[str], tuple[str, ...]]:
        """Answers the parameters' types, and which of them nothing tells."""
        found, guessed = [], []
        for one in params:
            known = one.type or self._shapes.get(one.giver, {}).get(one.field, "")
            found.append(known or _ANY_TYPE)
            guessed += [] if known else [one.name]
        return found, tuple(guessed)

    def _shape(self, statement: Statement) -> dict[str, str]:
        """Answers the columns that a statement gives and their types; none where it fails."""
        types, _ = self._types(statement.params)
        try:
            self.conn.execute(self._text("plans/audit_shape", statement, "", types, {}))
            name = f"refdb_audit_{self._number}".encode()
            described = self.conn.pgconn.describe_prepared(name)
            if described.status != ExecStatus.COMMAND_OK:
                return {}
            columns = range(described.nfields)
            oids = [described.ftype(one) for one in columns]
            modifiers = [described.fmod(one) for one in columns]
            names = [(described.fname(one) or b"").decode() for one in columns]
            if statement.kind == "assignment" and len(oids) == 1:  # a whole row
                return dict(self.conn.execute(load("plans/audit_row"), (oids[0],)).fetchall())
            kinds = self.conn.execute(load("plans/audit_types"), (oids, modifiers)).fetchall()
            return dict(zip(names, (one for (one,) in kinds), strict=True))
        except psycopg.Error as error:
            self._mend(error)
            return {}
        finally:
            if not self.conn.broken:
                self._mend(None)

    def _mend(self, error: Exception | None) -> None:
        """Puts the session in order: no transaction, nothing prepared."""
        if self.conn.broken and isinstance(error, psycopg.Error):
            with db.failures():
                raise error
        self.conn.execute(load("plans/audit_end"))
        name = f"refdb_audit_{self._number}"
        if self.conn.execute(load("plans/audit_prepared"), (name,)).fetchall()[0][0]:
            self.conn.execute(SQL(load("plans/audit_forget")).format(name=Identifier(name)))


def _settings(settings: Mapping[str, str]) -> Composable:
    one = SQL(load("plans/audit_setting").split("\n", 1)[1].strip())
    return SQL(", ").join(
        one.format(name=Literal(name), value=Literal(value)) for name, value in settings.items()
    )


def _reason(error: Exception) -> str:
    diagnostic = getattr(error, "diag", None)
    said = diagnostic.message_primary if diagnostic else str(error)
    return f"the server cannot plan it: {said}"
