"""Two schools in one database, and sessions that work for one of them as a role of the schema."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from refdb import config
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROLES = ("referral_app", "referral_readonly", "referral_admin")
OWN, FOREIGN = "a", "b"
#: What is in a row of the other school: its names, its ids, its numbers.
SECRETS = ("Secret", "bbbbbbbb", "77777", "155554")
#: One value for all rows of a table that are a school's.
_HASHES = """
select '{table}', coalesce(md5(string_agg(whole::text, '' order by whole::text)), '')
from public.{table} as whole
where {key} = 'SCHOOL'
"""


def id_of(letter: str, number: int) -> str:
    """Answers the id of a row of a school: its number is in schools.sql."""
    return f"{letter * 8}-0000-4000-8000-{number:012d}"


@dataclass(frozen=True)
class Relation:
    """A table or view of the schema."""

    name: str
    kind: str
    columns: tuple[str, ...]
    plain: tuple[str, ...]  # the columns that the server does not fill itself

    @property
    def key(self) -> str:
        """The column that says whose a row is; empty where rows are nobody's."""
        if self.name == "organizations":
            return "id"
        return "organization_id" if "organization_id" in self.columns else ""


@dataclass(frozen=True)
class Answer:
    """What a statement gave: rows as text, or the error that it was refused with."""

    rows: tuple[str, ...] = ()
    state: str = ""
    message: str = ""
    count: int = 0

    @property
    def text(self) -> str:
        """All that the session was told."""
        return "\n".join((*self.rows, self.message))

    def tells(self, *words: str) -> bool:
        """Answers whether one of the words is in it."""
        return any(word in self.text for word in words)


class Schools:
    """A database with two schools, seen by its owner."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._hashes = ""
        self.owner = psycopg.connect(url, autocommit=True)

    def close(self) -> None:
        """Ends the owner's session."""
        self.owner.close()

    def column(self, sql: str, *params: object) -> list:
        """Answers the first column of a query of the owner."""
        return [row[0] for row in self.owner.execute(sql, params or None)]

    @property
    def relations(self) -> list[Relation]:
        """Every table and view of the schema, partitions too; not the ledger's."""
        rows = self.owner.execute(
            "select relname, relkind::text, array_agg(attname::text order by attnum), "
            "array_agg(attname::text) filter (where attidentity = '' and attgenerated = '') "
            "from pg_class join pg_attribute on attrelid = pg_class.oid "
            "where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') "
            "and relname !~ '^_?yoyo' and attnum > 0 and not attisdropped "
            "group by 1, 2 order by 1"
        )
        return [
            Relation(name, kind, tuple(every), tuple(plain)) for name, kind, every, plain in rows
        ]

    def may(self, role: str, relation: Relation, right: str) -> tuple[str, ...]:
        """Answers the columns of a relation that a role has a right on."""
        return tuple(
            self.column(
                "select c from unnest(%s::text[]) as c "
                "where has_column_privilege(%s, 'public.' || %s, c, %s)",
                list(relation.columns),
                role,
                relation.name,
                right,
            )
        )

    def hashes(self, letter: str) -> dict[str, str]:
        """Answers what tells whether a row of a school changed: a hash of each table's rows."""
        if not self._hashes:
            tables = [one for one in self.relations if one.key and one.kind in "rp"]
            self._hashes = " union all ".join(
                _HASHES.format(table=one.name, key=one.key) for one in tables
            )
        rows = self.owner.execute(self._hashes.replace("SCHOOL", id_of(letter, 1)))
        return dict(rows.fetchall())

    @contextmanager
    def session(self, role: str, organization: str | None, user: str = "") -> Iterator[Session]:
        """Opens a transaction on the owner's connection as a role; it is rolled back.

        The session user is the role as well, so that nothing can be reset from inside.
        """
        with self.owner.transaction(force_rollback=True):
            self.owner.execute(f"set local session authorization {role}")
            if organization is not None:
                self.owner.execute(
                    "select set_config('app.organization_id', %s, true), "
                    "set_config('app.user_id', %s, true)",
                    [organization, user],
                )
            yield Session(self.owner)
            self.owner.execute("reset session authorization")

    def login(self, role: str) -> psycopg.Connection:
        """Connects as a role."""
        return psycopg.connect(make_conninfo(self.url, user=role), autocommit=True)


class Session:
    """What a role does in its transaction."""

    def __init__(self, conn: psycopg.Connection) -> None:
        self.conn = conn

    def ask(self, sql: str) -> Answer:
        """Runs a statement and answers what came of it; an error undoes the statement only."""
        notices: list[str] = []

        def keep(notice: psycopg.errors.Diagnostic) -> None:
            notices.append(notice.message_primary or "")

        self.conn.add_notice_handler(keep)
        try:
            with self.conn.transaction():
                done = self.conn.execute(sql)
                rows = [str(row) for row in done.fetchall()] if done.description else []
                return Answer((*rows, *notices), count=done.rowcount)
        except psycopg.Error as error:
            told = (error.diag.message_primary, error.diag.message_detail, *notices)
            return Answer(
                state=error.sqlstate or "", message=" ".join(filter(None, told)) or str(error)
            )
        finally:
            self.conn.remove_notice_handler(keep)


@contextmanager
def open_schools(postgres: int) -> Iterator[Schools]:
    """Opens a throwaway with the two schools in it."""
    with Project(config.Config(root=ROOT)).throwaway(postgres=postgres) as opened:
        schools = Schools(opened.url)
        schools.owner.execute((ROOT / "tests/referrals/schools.sql").read_text(encoding="utf-8"))
        yield schools
        schools.close()
