"""The tree with the pairs that partition the referrals' tables, and the plans on the way."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from refdb import config, db
from refdb.plans import check
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.plans import Verdict

ROOT = Path(__file__).parents[2]
OPTIONAL = Path("sql/optional/partitioning")
_STORED = "relkind in ('r', 'i', 'm') and relnamespace = 'public'::regnamespace"
_LARGER = """
    relpages = greatest(relpages, 1) * %(factor)s,
    reltuples = greatest(reltuples, 20) * %(factor)s,
    relallvisible = case when relkind = 'i' then 0 else greatest(relpages, 1) * %(factor)s end
"""

#: A larger school system has more users, not more referrals of each.
_MORE_USERS = """
    update pg_statistic set stadistinct = stadistinct * %(factor)s
    from pg_attribute
    where attrelid = starelid and attnum = staattnum and stadistinct > 0
        and atttypid = 'uuid'::regtype and attname <> 'organization_id'
"""
#: A partition without rows has no statistics: it is lent those of one that has.
_STATISTICS = (
    "select attname from pg_attribute where attrelid = 'pg_statistic'::regclass"
    " and attnum > 0 and attname <> 'starelid'"
)
_LEND = """
    insert into pg_statistic (starelid, {0})
    select part.inhrelid, {0}
    from pg_inherits as part
    inner join pg_class as class on class.oid = part.inhrelid
    inner join lateral (
        select max(starelid::bigint)::oid as lender
        from pg_inherits as sibling
        inner join pg_statistic on starelid = sibling.inhrelid
        where sibling.inhparent = part.inhparent
    ) as found on true
    inner join pg_statistic on starelid = lender
    where relkind = 'r' and not exists (
        select from pg_statistic as own where own.starelid = part.inhrelid
    )
"""


def tree_with_move(folder: Path) -> list[str]:
    """Makes a tree with the pairs appended; answers their ids, the last of expand and all."""
    shutil.copytree(ROOT / "sql", folder / "sql")
    script = folder / OPTIONAL / "copy.sh"
    done = [
        subprocess.run([script, phase], capture_output=True, text=True, check=True).stdout.split()
        for phase in ("expand", "contract")
    ]
    return done[0] + done[1]


def project_at(folder: Path, url: str) -> Project:
    """Answers the project of a folder with a database as its target; it is patient with locks."""
    return Project(config.Config(root=folder, lock_attempts=60), target=url)


def plans_of(folder: Path, url: str, factor: int = 1) -> tuple[Verdict, ...]:
    """Answers the verdicts of all contracts, as `refdb explain` makes them, on this database.

    Args:
        folder: the tree's.
        url: the database; nobody is connected to it when there is a factor.
        factor: how many times larger the planner is to believe that the tables are. That is
            what a small sample needs, in whose partitions there are a handful of rows or none.
    """
    with db.connect(url) as conn:
        conn.execute("vacuum (analyze)")
        if factor == 1:
            return check(conn, project_at(folder, url).tree.contracts)
    with _enlarged(url, factor) as copy, db.connect(copy) as conn:
        return check(conn, project_at(folder, copy).tree.contracts)


@contextmanager
def _enlarged(url: str, factor: int) -> Iterator[str]:
    """Answers the URL of a copy to plan on: its files are longer, and hold nothing more."""
    here = conninfo_to_dict(url)
    with psycopg.connect(make_conninfo(url, dbname="template1"), autocommit=True) as server:
        server.execute(
            f"create database enlarged template {here['dbname']} strategy file_copy",
        )
        copy = f"postgresql://{here['user']}@/enlarged?host={here['host']}"
        try:
            with psycopg.connect(copy) as conn:
                conn.execute("set allow_system_table_mods = on")
                names = conn.execute(_STATISTICS).fetchall()
                conn.execute(_LEND.format(", ".join(name for (name,) in names)))
                conn.execute(_MORE_USERS, {"factor": factor})
                conn.execute(f"update pg_class set {_LARGER} where {_STORED}", {"factor": factor})
                conn.execute(
                    "copy (select relpages * 8192::bigint || ' ' || pg_relation_filepath(oid)"
                    f" from pg_class where {_STORED})"
                    " to program 'while read size path; do truncate -s $size $path; done'",
                )
            yield copy
        finally:
            server.execute("drop database enlarged")


def broken(verdicts: Iterable[Verdict]) -> list[str]:
    """Answers the promises that plans break, in words."""
    return [f"{one.contract.name}: {what.message}" for one in verdicts for what in one.findings]
