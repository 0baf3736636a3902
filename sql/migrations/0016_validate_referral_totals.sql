-- why: The rows that were there before the referral totals are checked while writers go on.
-- depends: 0015_secure_referral_rows

alter table public.user_rankings
    validate constraint user_rankings_successes_are_among_the_referrals_check;
alter table public.user_rankings
    validate constraint user_rankings_referral_points_are_not_negative_check;
alter table public.user_rankings
    validate constraint user_rankings_referral_conversion_rate_is_a_percentage_check;
