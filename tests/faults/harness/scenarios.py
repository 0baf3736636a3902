"""What is killed: small trees, what is done before, and the command under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ALONE = "-- transactional: false\n"
# The text column gives the table a TOAST table, whose index a reindex builds again as well.
_GROUND = (
    "create function public.f() returns integer language sql return 0;\n"
    "create table public.t (\n"
    "    id integer primary key, x integer, note text, times integer not null default 0\n"
    ");\n"
    "create index t_old_idx on public.t (times);\n"
    "create table public.hit (name text primary key, hits integer not null);\n"
    "insert into public.t (id, x, note) select n, n % 7, 'note ' || n "
    "from generate_series(1, 60) as n;\n"
)
_GROUND_BACK = "drop function public.f();\ndrop table public.t;\ndrop table public.hit;\n"


def _hit(name: str) -> str:
    """A statement that shows how often it took effect."""
    return (
        f"insert into public.hit values ('{name}', 1) "
        "on conflict (name) do update set hits = hit.hits + 1;\n"
    )


def _tree(*pairs: tuple[str, str, str]) -> dict[str, str]:
    """Files of migrations, from name, apply text and rollback text, numbered in order."""
    files = {}
    for number, (name, apply, back) in enumerate(pairs, 1):
        files[f"{number:04}_{name}.sql"] = apply
        files[f"{number:04}_{name}.rollback.sql"] = back
    return files


_ONE = ("ground", _GROUND, _GROUND_BACK)
_MORE = (
    "more",
    "alter table public.t add column extra integer;\n"
    "update public.t set extra = id, times = times + 1;\n"
    "create index t_extra_idx on public.t (extra);\n"
    "create view public.v as select id, extra from public.t;\n"
    "create or replace function public.f() returns integer language sql return 2;\n" + _hit("more"),
    "drop view public.v;\n"
    "create or replace function public.f() returns integer language sql return 0;\n"
    "alter table public.t drop column extra;\n"
    "update public.t set times = times + 10;\n" + _hit("more back"),
)
_CONCURRENT = (
    "concurrent",
    ALONE
    + "create index concurrently t_x_idx on public.t (x);\n"
    + _hit("between")
    + "create unique index concurrently if not exists t_note_key on public.t (note);\n"
    "alter table public.t add column alone integer;\n"
    "create or replace function public.f() returns integer language sql return 1;\n"
    "drop index concurrently public.t_old_idx;\n"
    "reindex table concurrently public.t;\n"
    "vacuum public.t;\n" + _hit("last"),
    ALONE
    + "drop index concurrently public.t_x_idx;\n"
    + _hit("between back")
    + "create index concurrently t_old_idx on public.t (times);\n"
    "create or replace function public.f() returns integer language sql return 0;\n"
    "drop index concurrently if exists public.t_note_key;\n"
    "reindex index concurrently public.t_old_idx;\n"
    "alter table public.t drop column alone;\n",
)
_REINDEX = (
    "reindex",
    ALONE
    + "reindex index concurrently public.t_old_idx;\n"
    + _hit("reindexed")
    + "reindex table concurrently public.t;\n"
    "reindex (concurrently) schema public;\n",
    ALONE + "reindex table concurrently public.t;\n" + _hit("reindexed back"),
)
_REINDEX_MANY = (
    "reindex_many",
    ALONE
    + "reindex table concurrently public.p;\n"
    + _hit("between")
    + "reindex (concurrently) schema public;\n",
    ALONE + "reindex (concurrently) schema public;\nreindex table concurrently public.p;\n",
)
_PARTS_UP = (
    "create table public.p (k integer not null, n integer) partition by list (k);\n"
    "create index p_n_idx on public.p (n);\n"
    "create table public.p_1 partition of public.p for values in (1);\n"
    "create table public.p_2 partition of public.p for values in (2);\n"
    "insert into public.p select 1 + n % 2, n from generate_series(1, 20) as n;\n"
)
_PARTS = ("parts", _PARTS_UP, "drop table public.p;\n")
_DETACH = (
    "detach",
    ALONE
    + "alter table public.p detach partition public.p_1 concurrently;\n"
    + _hit("detached")
    + "alter table public.p detach partition public.p_2 concurrently;\n",
    ALONE
    + "alter table public.p attach partition public.p_2 for values in (2);\n"
    + _hit("attached")
    + "alter table public.p attach partition public.p_1 for values in (1);\n",
)


def _batch(x: str, left: str, by: int) -> str:
    """A statement that is repeated; how often it changed a row is seen in the row."""
    return (
        "-- repeat: until 0 rows\n"
        f"update public.t set x = {x}, times = times + {by} where id in (\n"
        f"    select id from public.t where {left} order by id limit 20\n);\n"
    )


_BACKFILL = ("backfill", _batch("id * 2", "times = 0", 1), _batch("id % 7", "times < 10", 10))
_LAST = (
    "last",
    "create table public.last_one (id integer);\n" + _hit("the end"),
    "drop table public.last_one;\n" + _hit("the end back"),
)
# For redo, which is done once more when it is run once more: nothing here counts.
_TABLE = (
    "table",
    "create table public.one (id integer);\ninsert into public.one values (1), (2);\n",
    "drop table public.one;\n",
)
_INDEXES = (
    "indexes",
    ALONE
    + "create index concurrently t_x_idx on public.t (x);\n"
    + "create table public.between (id integer);\n"
    + "create index concurrently t_note_idx on public.t (note);\n",
    ALONE
    + "drop index concurrently public.t_note_idx;\n"
    + "drop table public.between;\n"
    + "drop index concurrently public.t_x_idx;\n",
)


@dataclass(frozen=True)
class Scenario:
    """A command that is killed.

    Attributes:
        name: what people call it.
        files: the tree's migrations.
        before: the commands that lead to where it begins.
        command: the command.
        is_anew: whether the command does its work anew each time that it is run, as redo does;
            then a death behind its last commit makes the history longer, and nothing else.
    """

    name: str
    files: Mapping[str, str]
    before: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    is_anew: bool = False


_UP_TO_1 = (("apply", "--to", "1"),)
_ALL_UP = (("apply",),)
_BACK_TO_1 = ("rollback", "--to", "1")

SCENARIOS = {
    one.name: one
    for one in (
        Scenario("apply", _tree(_ONE, _MORE, _LAST), (), ("apply",)),
        Scenario("apply-concurrent", _tree(_ONE, _CONCURRENT, _LAST), _UP_TO_1, ("apply",)),
        Scenario("apply-reindex", _tree(_ONE, _REINDEX, _LAST), _UP_TO_1, ("apply",)),
        Scenario(
            "apply-reindex-many",
            _tree(_ONE, _PARTS, _REINDEX_MANY, _LAST),
            (("apply", "--to", "2"),),
            ("apply",),
        ),
        Scenario(
            "apply-detach",
            _tree(_ONE, _PARTS, _DETACH, _LAST),
            (("apply", "--to", "2"),),
            ("apply",),
        ),
        Scenario("apply-backfill", _tree(_ONE, _BACKFILL, _LAST), _UP_TO_1, ("apply",)),
        Scenario("apply-mixed", _tree(_ONE, _MORE, _REINDEX, _BACKFILL, _LAST), (), ("apply",)),
        Scenario("rollback", _tree(_ONE, _MORE, _LAST), _ALL_UP, _BACK_TO_1),
        Scenario("rollback-all", _tree(_ONE, _MORE, _LAST), _ALL_UP, ("rollback", "--all")),
        Scenario("rollback-concurrent", _tree(_ONE, _CONCURRENT, _LAST), _ALL_UP, _BACK_TO_1),
        Scenario("rollback-reindex", _tree(_ONE, _REINDEX, _LAST), _ALL_UP, _BACK_TO_1),
        Scenario(
            "rollback-reindex-many",
            _tree(_ONE, _PARTS, _REINDEX_MANY),
            _ALL_UP,
            ("rollback", "--to", "2"),
        ),
        Scenario(
            "rollback-mixed",
            _tree(_ONE, _PARTS, _MORE, _DETACH, _BACKFILL, _LAST),
            _ALL_UP,
            _BACK_TO_1,
        ),
        Scenario(
            "redo", _tree(_ONE, _PARTS, _TABLE), _ALL_UP, ("redo", "--steps", "2"), is_anew=True
        ),
        Scenario("redo-concurrent", _tree(_ONE, _INDEXES), _ALL_UP, ("redo",), is_anew=True),
    )
}
