-- purpose: Says what a further success is worth to a referrer who has some already.

create or replace function public.get_referral_tier_bonus(p_earlier_successes integer)
returns integer
language sql
immutable
parallel safe
called on null input
security invoker
return case
    when p_earlier_successes >= 10 then 50
    when p_earlier_successes >= 5 then 25
    else 0
end;

comment on function public.get_referral_tier_bonus(integer) is
    'Points on top: 25 from 5 earlier successes, 50 from 10; 0 before.';

revoke all on function public.get_referral_tier_bonus(integer) from public;
grant execute on function public.get_referral_tier_bonus(integer)
    to referral_app, referral_readonly, referral_admin;
