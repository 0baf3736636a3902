-- why: Programs call one name whichever form stands behind it, so going back to a plain form
--   changes nothing for them.
-- depends: 0021_create_plain_referral_functions

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

create or replace function public.get_student_referral_dashboard(p_student_id uuid)
returns jsonb
language sql
stable
parallel safe
called on null input
security invoker
return public.get_student_referral_dashboard_plain(p_student_id);

comment on function public.get_student_referral_dashboard(uuid) is
    'Calls the plain form, get_student_referral_dashboard_plain.';

create or replace function public.get_referral_leaderboard_cached(
    p_organization_id uuid,
    p_period text default 'all',
    p_limit integer default 10
)
returns table (
    rank bigint,
    user_id uuid,
    user_type text,
    full_name text,
    successful_referrals bigint,
    referral_points bigint
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        leader.rank,
        leader.user_id,
        leader.user_type,
        leader.full_name,
        leader.successful_referrals,
        leader.referral_points
    from public.get_referral_leaderboard(p_organization_id, p_period, p_limit) as leader;
end;

comment on function public.get_referral_leaderboard_cached(uuid, text, integer) is
    'Calls the plain form, get_referral_leaderboard.';

create or replace function public.bulk_process_referrals(p_referral_ids uuid[])
returns table (
    processed integer,
    failed integer,
    total_time_ms integer
)
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        result.processed,
        result.failed,
        result.total_time_ms
    from public.process_referrals(p_referral_ids) as result;
end;

comment on function public.bulk_process_referrals(uuid[]) is
    'Calls the plain form, process_referrals.';
