-- purpose: Names the advisory lock of one leaderboard.

create or replace function public.get_referral_leaderboard_lock(
    p_organization_id uuid,
    p_period text
)
returns bigint
language sql
immutable
parallel safe
called on null input
security invoker
return hashtextextended('referral_leaderboard:' || p_organization_id::text || ':' || p_period, 0);

comment on function public.get_referral_leaderboard_lock(uuid, text) is
    'Key of the lock that whoever rebuilds the leaderboard holds alone, and whoever changes what'
    ' it shows holds shared.';

revoke all on function public.get_referral_leaderboard_lock(uuid, text) from public;
grant execute on function public.get_referral_leaderboard_lock(uuid, text)
    to referral_app, referral_readonly, referral_admin;
