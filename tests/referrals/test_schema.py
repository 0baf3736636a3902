"""The schema goes up and down on every version, and its object files are what is there."""

import psycopg
import pytest

from refdb import db, sqltest
from servers import VERSIONS

# The names that the schema's users rely on.
_INDEXES = {
    "idx_student_referrals_performance",
    "idx_student_referrals_pending_admin",
    "idx_user_rankings_referral_correlation",
    "idx_referral_campaigns_active",
    "idx_points_transactions_referral",
    "idx_student_referrals_conversion",
    "idx_mv_referral_analytics_student",
    "idx_referral_leaderboard_cache_lookup",
}
_FUNCTIONS = {
    "calculate_referral_points_optimized(uuid, uuid)",
    "get_student_referral_dashboard(uuid)",
    "bulk_process_referrals(uuid[])",
    "update_referral_ranking_optimized()",
}


def _column(url: str, sql: str) -> set[str]:
    with psycopg.connect(url) as conn:
        return {row[0] for row in conn.execute(sql)}


def test_up_and_down_leaves_nothing(site) -> None:
    """After apply and rollback of everything, the schema is the empty one, jobs included."""
    before = site.dump()
    site.project.apply()
    assert site.project.rollback(steps=None).left == ()
    assert site.dump() == before


def test_each_migration_is_undone_by_its_rollback(site) -> None:
    """One by one: the schema before a migration is the schema after its redo's first half."""
    differing = []
    for migration in site.project.tree.migrations:
        before = site.dump()
        site.project.apply(to=migration.id)
        site.project.rollback()
        if site.dump() != before:
            differing.append(migration.id)
        site.project.apply(to=migration.id)
    assert differing == []


def test_object_files_are_what_the_migrations_make(site) -> None:
    """Running every object's file again changes nothing, and no object is without a file."""
    site.project.apply()
    before = site.dump()
    kinds = {"function": set(), "view": set(), "trigger": set(), "schedule": set()}
    for one in site.project.tree.objects:
        kinds[one.kind].add(one.name)
        with psycopg.connect(site.url, autocommit=True) as conn:
            conn.execute(one.script.text)
    assert site.dump() == before
    functions = _column(
        site.url, "select proname from pg_proc where pronamespace = 'public'::regnamespace"
    )
    views = _column(
        site.url,
        "select matviewname from pg_matviews union select viewname "
        "from pg_views where schemaname = 'public'",
    )
    triggers = _column(
        site.url,
        "select tgname from pg_trigger where not tgisinternal "
        "and tgrelid::regclass::text not like 'cron.%'",
    )
    jobs = _column(site.url, "select jobname::text from cron.job")
    assert kinds == {"function": functions, "view": views, "trigger": triggers, "schedule": jobs}


def test_names_that_users_rely_on(site) -> None:
    """The eight indexes, the functions with their signatures, the view and the trigger."""
    site.project.apply()
    indexes = _column(site.url, "select indexname from pg_indexes where schemaname = 'public'")
    assert indexes >= _INDEXES
    signatures = _column(
        site.url,
        "select proname || '(' || oidvectortypes(proargtypes) || ')' from pg_proc "
        "where pronamespace = 'public'::regnamespace",
    )
    assert signatures >= _FUNCTIONS
    trigger = _column(
        site.url,
        "select pg_get_triggerdef(oid) from pg_trigger "
        "where tgname = 'update_referral_metrics_optimized'",
    ).pop()
    assert "AFTER UPDATE OF status ON public.student_referrals FOR EACH ROW" in trigger
    assert "old.status IS DISTINCT FROM new.status" in trigger


def test_everything_is_commented_and_every_foreign_key_indexed(site) -> None:
    """Each table, function, view and trigger has a comment; each foreign key an index."""
    site.project.apply()
    bare = _column(
        site.url,
        "select oid::regclass::text from pg_class where relkind in ('r', 'p', 'm', 'v') "
        "and relnamespace = 'public'::regnamespace and not relispartition "
        "and relname not like '\\_yoyo%' and obj_description(oid, 'pg_class') is null "
        "union all select oid::regprocedure::text from pg_proc "
        "where pronamespace = 'public'::regnamespace and obj_description(oid, 'pg_proc') is null "
        "union all select tgname from pg_trigger where not tgisinternal "
        "and tgrelid::regclass::text not like 'cron.%' and tgparentid = 0 "
        "and obj_description(oid, 'pg_trigger') is null",
    )
    assert bare == set()
    unindexed = _column(
        site.url,
        "select conname from pg_constraint as fk where contype = 'f' and conparentid = 0 "
        "and not exists (select from pg_index where indrelid = fk.conrelid "
        "and indkey[0] = any(fk.conkey))",
    )
    assert unindexed == set()


def test_each_of_the_eight_indexes_has_a_contract(tree) -> None:
    """No index that the design names is without a query that must use it."""
    expected = {clause.name for one in tree.contracts for clause in one.expects}
    assert expected >= _INDEXES


@pytest.mark.parametrize("postgres", VERSIONS)
def test_contracts_are_kept(shipped, postgres) -> None:
    """Every contract's plan is what it promises, on sample data, on every version."""
    explained = shipped.explain(postgres=postgres)
    assert [one.message for one in explained.findings] == []
    assert len(explained.verdicts) >= 12


@pytest.mark.parametrize("postgres", VERSIONS)
def test_sql_tests_pass(shipped, postgres) -> None:
    """Every SQL test passes on every version."""
    tested = shipped.test(postgres=postgres)
    assert [f"{one.file}:{one.line} {one.message}" for one in tested.findings] == []
    assert len(tested.results) >= 40


def test_without_its_indexes_the_schema_does_the_same(shipped) -> None:
    """SQL tests pass without the eight indexes, but for the view's, which its refresh needs."""
    dropped = sorted(_INDEXES - {"idx_mv_referral_analytics_student"})
    with shipped.throwaway(postgres=18) as opened:
        with db.connect(opened.url) as conn:
            for name in dropped:
                conn.execute(f"drop index public.{name}")
        results = sqltest.run(opened.url, tuple(shipped.tree.tests))
    assert [one.findings for one in results if not one.passed] == []


def test_each_referral_function_is_called_by_a_sql_test(tree) -> None:
    """No function of the tree is without a SQL test that names it."""
    text = "\n".join(one.text for test in tree.tests for one in test.setup + test.statements)
    triggers = {one.name for one in tree.objects if one.kind == "trigger"}
    functions = {one.name for one in tree.objects if one.kind == "function"}
    called = {name for name in functions if f"{name}(" in text}
    inside = "\n".join(one.script.text for one in tree.objects)
    # A trigger's function, and one that only others call, is run through them.
    indirect = {name for name in functions - called if inside.count(f"{name}(") > 1}
    assert functions - called - indirect - triggers == set()
