"""How each function of the schema is called, and who may."""

from __future__ import annotations

from dataclasses import dataclass

from schools import ROLES, id_of

_APP, _READER, _ADMIN = ROLES
_ALL, _WRITERS, _NOBODY = frozenset(ROLES), frozenset((_APP, _ADMIN)), frozenset[str]()
_NUMBERS = {
    "school": 1,
    "profile": 2,
    "student": 4,
    "campaign": 10,
    "enrolled": 11,
    "contacted": 12,
    "pending": 13,
}


@dataclass(frozen=True)
class Case:
    """How a function is tried.

    Attributes:
        arguments: what it is called with, ids of one school by the names above.
        roles: who may run it.
        gives: what it gives a role for its own school, in part; empty for a function that gives
            the same to everybody, or nothing.
    """

    arguments: str
    roles: frozenset[str] = _ALL
    gives: str = ""


#: Every function that is no trigger's. One that is not here fails the tests: say how it is called
#: and who may.
CASES = {
    "add_referral_metrics_partition": Case("'2026-01-01'", _NOBODY),
    "announce_ranking_changes": Case("array[{school}]", _WRITERS),
    "award_periodic_referral_achievements": Case(
        "{school}, array[{student}], '2026-01-01'", _NOBODY
    ),
    "award_referral_achievements": Case("array[{student}]", _WRITERS, "0"),
    "award_referrals": Case("array[{contacted}]", _WRITERS, "1"),
    "build_referral_leaderboard": Case("{school}, 'all'", gives="Own"),
    "bulk_process_referrals": Case("array[{contacted}, {pending}]", _WRITERS, "(1, 1,"),
    "calculate_referral_points": Case("{contacted}", gives="11111"),
    "calculate_referral_points_optimized": Case("{contacted}", gives="11111"),
    "check_user_achievements": Case("{student}, {school}", gives="Own"),
    "choose_referral_index": Case("", _NOBODY),
    "clean_referral_leaderboard_cache": Case("", _NOBODY),
    "clean_referral_outbox": Case("", _NOBODY),
    "count_referral_leaderboard": Case("false, true"),
    "credit_referral_awards": Case("array[{student}], array[{school}], array[1]", _WRITERS),
    "drain_referral_outbox_batch": Case("", _NOBODY),
    "drop_broken_referral_indexes": Case("", _NOBODY),
    "enqueue_recent_referrers": Case("", _NOBODY),
    "enqueue_referral_work": Case("array[{enrolled}]", _WRITERS),
    "expire_referral_leaderboards": Case("array[{school}]", _WRITERS),
    "find_bloated_referral_indexes": Case("", _NOBODY),
    "find_due_referral_achievements": Case(
        "{student}, {school}, 'student', 99, 99, 0, 0", _WRITERS, "15607559"
    ),
    "find_referral_campaign_terms": Case(
        "{campaign}, {school}, {student}, pg_catalog.now()", gives="11111"
    ),
    "get_admin_dashboard": Case("{school}", gives="(2, 1,"),
    "get_current_organization_id": Case("", gives="aaaaaaaa"),
    "get_current_user_id": Case(""),
    "get_referral_alerts": Case("", _NOBODY),
    "get_referral_analytics": Case("{school}, 'student'", gives="Own"),
    "get_referral_cache_hit_rate": Case("", _NOBODY),
    "get_referral_conversion_rate": Case("1, 2"),
    "get_referral_leaderboard": Case("{school}", gives="Own"),
    "get_referral_leaderboard_cached": Case("{school}", gives="Own"),
    "get_referral_leaderboard_lock": Case("{school}, 'all'"),
    "get_referral_percentiles": Case("now() - interval '1 hour'", _NOBODY),
    "get_referral_period_start": Case("{school}, 'week'", gives="date"),
    "get_referral_tier_bonus": Case("5"),
    "get_student_rankings": Case("{school}", gives="Own"),
    "get_student_referral_dashboard": Case("{student}", gives="Own"),
    "get_student_referral_dashboard_plain": Case("{student}", gives="Own"),
    "get_user_goal_progress": Case("{student}, {school}", gives="Own"),
    "handle_referral_work": Case("'refresh_analytics', {school}, '{{}}', now()", _NOBODY),
    "list_referral_errors": Case(""),
    "lock_referral_awards": Case("array[{school}], array[{student}], array[{campaign}]", _WRITERS),
    "lock_referral_leaderboards": Case("array[{school}]", _WRITERS),
    "maintain_referral_metrics": Case("", _NOBODY),
    "pay_referral_achievements": Case("'{{}}'", _WRITERS),
    "process_referral_outbox": Case("", _NOBODY),
    "process_referrals": Case("array[{contacted}, {pending}]", _WRITERS, "(1, 1,"),
    "raise_malformed_setting": Case("'app.user_id'"),
    "raise_referral_error": Case("'RD001', ''"),
    "record_referral_metric": Case("'dashboard', 1", _WRITERS),
    "record_referral_pool": Case("'web', 1", _WRITERS),
    "refresh_referral_analytics": Case("", _NOBODY),
    "retry_dead_referral_work": Case("", _NOBODY),
    "sample_referral_cache": Case("", _NOBODY),
    "wait_for_referral_leaderboard": Case("{school}, 'all', true", _WRITERS),
}


def call(name: str, letter: str) -> str:
    """Answers a call of a function with the ids of a school."""
    ids = {word: f"'{id_of(letter, number)}'::uuid" for word, number in _NUMBERS.items()}
    return f"select * from public.{name}({CASES[name].arguments.format(**ids)})"
