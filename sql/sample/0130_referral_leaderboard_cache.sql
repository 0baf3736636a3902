-- purpose: The first ten referrers of each school, as they were cached when the time ended.
-- table: public.referral_leaderboard_cache

select
    organization.id as organization_id,
    'sample:all_time:10' as cache_key,
    leaderboard.entries as cache_data,
    '2026-09-01 00:00:00+00'::timestamptz as created_at,
    '2026-09-01 00:05:00+00'::timestamptz as expires_at
from public.organizations as organization
cross join lateral (
    select
        jsonb_agg(
            jsonb_build_object(
                'user_id',
                best.user_id,
                'successful_referrals',
                best.successful_referrals,
                'referral_points_earned',
                best.referral_points_earned
            )
            order by best.successful_referrals desc, best.user_id
        ) as entries
    from (
        select
            ranking.user_id,
            ranking.successful_referrals,
            ranking.referral_points_earned
        from public.user_rankings as ranking
        where ranking.organization_id = organization.id
        order by ranking.successful_referrals desc, ranking.user_id
        limit 10
    ) as best
) as leaderboard
order by organization.slug;
