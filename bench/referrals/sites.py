"""The databases of a run: large and small, without the eight indexes, and without referrals."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from refdb import Project, config

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
#: The last migration of the CRM as it was before the referrals.
CRM = "0004"
#: The indexes of the user's document that serve referrals; each but the view's can be missed.
INDEXES = (
    "idx_student_referrals_performance",
    "idx_student_referrals_pending_admin",
    "idx_user_rankings_referral_correlation",
    "idx_referral_campaigns_active",
    "idx_points_transactions_referral",
    "idx_student_referrals_conversion",
    "idx_mv_referral_analytics_student",
    "idx_referral_leaderboard_cache_lookup",
)
#: The CRM's tables that referrals write as well.
_SETTLED = (
    "organizations",
    "students",
    "teachers",
    "user_rankings",
    "points_transactions",
    "achievements",
    "student_achievements",
    "user_goals",
)
_WRITTEN = ("student_referrals", "referral_outbox")


@dataclass(frozen=True)
class Sites:
    """Addresses of the databases.

    Attributes:
        large: the schema with many referrals.
        bare: the same without the eight indexes.
        small: the schema with few referrals.
        crm: the large one without referrals: only what was there before them.
        version: the server's.
    """

    large: str
    bare: str
    small: str
    crm: str
    version: str


@contextmanager
def open_sites(rows: int, few: int, postgres: int) -> Iterator[Sites]:
    """Opens throwaways with sample data.

    Args:
        rows: referrals of the large ones.
        few: referrals of the small one.
        postgres: the server's major version.
    """
    project = Project(config.Config(root=_ROOT))
    with ExitStack() as stack:
        many = stack.enter_context(project.throwaway(postgres=postgres, sample=rows))
        few_rows = stack.enter_context(project.throwaway(postgres=postgres, sample=few))
        bare, crm = _clone(many.url, "bare"), _clone(many.url, "crm")
        _drop_indexes(bare)
        _take_referrals_away(crm)
        for url in (many.url, few_rows.url, crm):
            _settle(url)
        yield Sites(many.url, bare, few_rows.url, crm, many.version)


def tidy(url: str) -> None:
    """Clears away what a round has rolled back, as autovacuum does in life.

    It would lie where no statement of life leaves it, and the pages that it was on would have to be
    read by every index-only scan: in the one database that is written, not in the one beside it.
    """
    with psycopg.connect(url, autocommit=True) as conn:
        for name in (*_SETTLED, *_WRITTEN):
            if conn.execute("select to_regclass(%s)", (f"public.{name}",)).fetchone() != (None,):
                conn.execute(sql.SQL("vacuum public.{}").format(sql.Identifier(name)))


def _clone(url: str, name: str) -> str:
    parts = conninfo_to_dict(url)
    with psycopg.connect(make_conninfo(url, dbname="template1"), autocommit=True) as conn:
        conn.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(name), sql.Identifier(str(parts["dbname"]))
            )
        )
    return make_conninfo(url, dbname=name)


def _drop_indexes(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        for name in INDEXES:
            conn.execute(sql.SQL("drop index public.{}").format(sql.Identifier(name)))
        conn.execute("analyze")


def _take_referrals_away(url: str) -> None:
    """Rolls back to the CRM, and takes what referrals left in the CRM's own tables."""
    Project(config.Config(root=_ROOT), target=url).rollback(to=CRM)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("delete from public.points_transactions where category = 'referral'")


def _settle(url: str) -> None:
    """Gives the CRM's tables the same physical state wherever they are.

    Twice, because a table that was written anew has no visibility map, and an index-only scan of
    it reads the table: autovacuum would have been there in life.
    """
    with psycopg.connect(url, autocommit=True) as conn:
        for name in _SETTLED:
            for how in ("full, analyze", "analyze"):
                statement = sql.SQL("vacuum ({}) public.{}")
                conn.execute(statement.format(sql.SQL(how), sql.Identifier(name)))
        conn.execute("checkpoint")
