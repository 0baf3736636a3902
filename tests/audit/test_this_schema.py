"""The referral schema's own statements, on its sample data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from refdb import db, statistics
from refdb.config import Config, load
from refdb.plans import check
from refdb.plans.audit import audit, places_of
from refdb.project import Project

_ROOT = Path(__file__).parents[2]
#: The indexes that the schema's domain names.
_EIGHT = (
    "idx_student_referrals_performance",
    "idx_student_referrals_pending_admin",
    "idx_user_rankings_referral_correlation",
    "idx_referral_campaigns_active",
    "idx_points_transactions_referral",
    "idx_student_referrals_conversion",
    "idx_mv_referral_analytics_student",
    "idx_referral_leaderboard_cache_lookup",
)
_ROWS = 10_000


@pytest.fixture(scope="module")
def project():
    """Answers this project."""
    return Project(replace(Config(root=_ROOT), ignore=_ignored()))


def _ignored():
    file = _ROOT / "refdb.toml"
    return load(file, {}).ignore if file.exists() else {}


@pytest.fixture(scope="module")
def url(project):
    """Answers the URL of a database with the schema and sample data."""
    with project.throwaway(sample=_ROWS, postgres=18) as opened:
        yield opened.url


@pytest.fixture(scope="module")
def at_a_million(project):
    """Answers the URL of an empty database that plans as with a million referrals."""
    small, large = (_sampled(project, rows) for rows in (_ROWS, 10 * _ROWS))
    wanted = statistics.grown(small, large, 1_000_000)
    with (
        project.throwaway(postgres=18) as opened,
        statistics.planning_copy(opened.url, opened.data, wanted) as copy,
    ):
        yield copy.url


def _sampled(project, rows):
    with project.throwaway(sample=rows, postgres=18) as opened, db.connect(opened.url) as conn:
        return statistics.Sampled(rows, statistics.read_statistics(conn))


@pytest.mark.needs("embedded18")
def test_a_million_referrals_leave_nothing_to_mend(project, at_a_million) -> None:
    """At a million referrals each finding is excepted, with its reason, and so is used."""
    with db.connect(at_a_million) as conn:
        audited = audit(
            conn,
            places_of(project.tree),
            contracts=project.tree.contracts,
            ignore=project.config.ignore,
        )
    assert [one.key for one in audited.findings] == []
    of_audits = {key for key in project.config.ignore if key.startswith("audit/")}
    assert {one.key for one, _ in audited.ignored} == of_audits
    assert audited.dormant == ()


@pytest.mark.needs("embedded18")
def test_every_statement_of_the_schema_is_judged(project, url) -> None:
    """All but text made at run time is planned, from its own file, and nothing is left to mend."""
    with db.connect(url) as conn:
        audited = audit(
            conn,
            places_of(project.tree),
            contracts=project.tree.contracts,
            ignore=project.config.ignore,
        )
    assert len(audited.planned) > 150
    assert [one for one in audited.planned if not one.statement.line] == []
    assert [one.key for one in audited.findings] == []
    assert {one.reason for one in audited.unchecked} == {
        "its text is made at run time",
        # No trigger calls it any more: the plain form that is measured against.
        "only run time knows the columns of old",
    }


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize("index", _EIGHT)
@pytest.mark.parametrize(
    "change",
    [
        "drop index public.{0}",
        # It is there, and no plan can read it.
        "update pg_index set indisvalid = false where indexrelid = 'public.{0}'::regclass",
    ],
    ids=["dropped", "unreadable"],
)
def test_no_index_goes_unnoticed(project, url, index, change) -> None:
    """Without any one of the eight indexes a contract or a statement fails, by its name."""
    with db.connect(url) as conn, conn.transaction(force_rollback=True):
        conn.execute(change.format(index))
        verdicts = check(conn, project.tree.contracts)
        audited = audit(conn, places_of(project.tree), contracts=project.tree.contracts)
    found = [*audited.findings, *(one for verdict in verdicts for one in verdict.findings)]
    named = {one.rule for one in found if index in one.message}
    assert named
    if "drop" not in change:
        assert "contract/index" in named
