-- loses: nothing

-- Callers are back on the plain form.

create or replace function public.calculate_referral_points_optimized(
    p_referral_id uuid,
    p_campaign_id uuid default null
)
returns table (
    base_points integer,
    campaign_multiplier numeric,
    tier_bonus integer,
    total_points integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        points.base_points,
        points.campaign_multiplier,
        points.tier_bonus,
        points.total_points
    from public.calculate_referral_points(p_referral_id, p_campaign_id) as points;
end;

comment on function public.calculate_referral_points_optimized(uuid, uuid) is
    'Calls the plain form, calculate_referral_points.';

drop function public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz);
