-- why: The rates that were there before are checked while writers go on, and the old check has nothing
--   left to do.
-- depends: 0056_compare_rates_as_numbers

alter table public.user_rankings
    validate constraint user_rankings_referral_conversion_rate_is_a_percent_new_check;
alter table public.user_rankings
    drop constraint user_rankings_referral_conversion_rate_is_a_percentage_check;
alter table public.user_rankings
    rename constraint user_rankings_referral_conversion_rate_is_a_percent_new_check
    to user_rankings_referral_conversion_rate_is_a_percentage_check;
