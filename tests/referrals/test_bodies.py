"""Every PL/pgSQL function is right in each statement, and each statement is run by some test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.errors import LockNotAvailable

from overlaps import (
    be_in_the_way_of_jobs,
    be_in_the_way_of_readers,
    be_in_the_way_of_tidying,
    be_in_the_way_of_upkeep,
)
from refdb import config, db, sqltest, throwaway
from refdb.lint.bodies.checker import look
from refdb.lint.bodies.written import Written
from refdb.lint.files import read_files
from refdb.lint.own import of_tree
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.throwaway import Throwaway

_HERE = Path(__file__).parent
_ROOT = Path(__file__).parents[2]
_ANVAR = "10000000-0000-4000-8000-000000000001"
_REFERRAL = "30000000-0000-4000-8000-000000000002"

# The first award ends as a bad row does, the second one as one that cannot have its lock; a
# sequence counts, because what is undone does not take it back.
_TWO_ENDS = """
create sequence public.award_attempts;
create function public.fail_award() returns trigger language plpgsql as $$
begin
    if nextval('public.award_attempts') = 1 then
        raise check_violation;
    end if;
    raise lock_not_available;
end;
$$;
create trigger fail_award before insert on public.points_transactions
for each row execute function public.fail_award();
"""
_LOCK_RANKING = f"select from public.user_rankings where user_id = '{_ANVAR}' for update"


@pytest.fixture(scope="module")
def checked() -> Iterator[Throwaway]:
    """Answers a throwaway with the schema and plpgsql_check, which profiles every session."""
    with throwaway.open_throwaway(postgres=15, extensions=("plpgsql_check",)) as opened:
        throwaway.install_cron_stand_in(opened.url)
        Project(config.Config(root=_ROOT), target=opened.url).apply()
        with psycopg.connect(opened.url, autocommit=True) as conn:
            conn.execute("alter database refdb set plpgsql_check.profiler = on")
        yield opened


@pytest.mark.needs("local15", "plpgsql_check")
def test_no_function_has_a_finding(checked) -> None:
    """plpgsql_check, at its strictest, finds nothing in any function."""
    written = Written(of_tree(read_files(_ROOT / "sql", _ROOT).sources))
    names = [name for _, name in written.functions]
    with db.connect(checked.url) as conn, conn.transaction(force_rollback=True):
        assert [one for one in look(conn, written, names, is_strict=True) if one.level] == []


@pytest.mark.needs("local15", "plpgsql_check")
def test_every_line_is_run(checked, tree) -> None:
    """The SQL tests, and sessions that are in each other's way, run each line of each function."""
    assert all(one.passed for one in sqltest.run(checked.url, tuple(tree.tests)))
    _be_in_the_way(checked.url, tree)
    be_in_the_way_of_jobs(checked.url)
    be_in_the_way_of_upkeep(checked.url)
    be_in_the_way_of_tidying(checked.url)
    be_in_the_way_of_readers(checked.url)
    with psycopg.connect(checked.url) as conn:
        unreached = conn.execute((_HERE / "unreached.sql").read_text("utf-8")).fetchall()
    assert unreached == []
    coverage = sqltest.Profiler(tree).coverage(checked.url)
    assert [(routine.name, routine.missed) for routine in coverage.routines if routine.missed] == []


def _be_in_the_way(url: str, tree) -> None:
    """What one session cannot do alone: a lock that another one has ends a call whole."""
    setup = next(one.setup for one in tree.tests if "bulk_referrals" in one.file)
    with psycopg.connect(url, autocommit=True) as conn:
        for statement in setup:
            conn.execute(statement.text)
        conn.execute("set lock_timeout = '100ms'")
        with psycopg.connect(url) as other:
            other.execute(_LOCK_RANKING)
            for form in ("bulk_process_referrals", "process_referrals"):
                with pytest.raises(LockNotAvailable):
                    conn.execute(f"select public.{form}('{{{_REFERRAL}}}')")
        call = f"select public.bulk_process_referrals('{{{_REFERRAL}}}')"
        with pytest.raises(LockNotAvailable):
            conn.execute(f"begin; {_TWO_ENDS} {call}")
        conn.execute("rollback")
        with psycopg.connect(url) as other:
            other.execute("select public.refresh_referral_analytics()")
            answer = conn.execute("select public.refresh_referral_analytics()").fetchall()
        assert answer == [(False,)]
