-- purpose: Computes a conversion rate the same way everywhere.

create or replace function public.get_referral_conversion_rate(
    p_successful_referrals bigint,
    p_total_referrals bigint
)
returns numeric
language sql
immutable
parallel safe
called on null input
security invoker
return round(100.0 * p_successful_referrals / nullif(p_total_referrals, 0), 2);

comment on function public.get_referral_conversion_rate(bigint, bigint) is
    'Successes in percent of all, with two decimals; null without a referral.';

revoke all on function public.get_referral_conversion_rate(bigint, bigint) from public;
grant execute on function public.get_referral_conversion_rate(bigint, bigint)
    to referral_app, referral_readonly, referral_admin;
