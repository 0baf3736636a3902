-- loses: nothing

-- Callers are back on the plain form; what the cache still holds is no longer read.

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

drop function public.clean_referral_leaderboard_cache();
drop function public.build_referral_leaderboard(uuid, text);
