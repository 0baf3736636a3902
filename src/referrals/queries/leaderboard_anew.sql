-- Answers a leaderboard as it is now, as text: what Redis keeps must not be old already.
with tenant as materialized (
    -- The settings first, then the function, which gets one of them so that it cannot come before.
    select
        set_config('app.organization_id', %(tenant_organization)s, true) as organization_id,
        set_config('app.user_id', %(tenant_user)s, true) as user_id,
        set_config('app.leaderboard_cache', 'off', true) as leaderboard_cache
)

select coalesce(json_agg(leader order by leader.rank, leader.user_id), '[]')::text
from tenant
cross join lateral public.get_referral_leaderboard_cached(
    case
        when tenant.organization_id <> ''
            then %(organization_id)s::uuid
    end,
    %(period)s,
    %(limit)s
) as leader
