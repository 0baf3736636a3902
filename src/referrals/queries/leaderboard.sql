-- Answers a leaderboard by way of the database's own cache, as text.
with tenant as materialized (
    -- The settings first, then the function, which gets one of them so that it cannot come before.
    select
        set_config('app.organization_id', %(tenant_organization)s, true) as organization_id,
        set_config('app.user_id', %(tenant_user)s, true) as user_id
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
