-- loses: nothing

alter table public.user_rankings
    drop constraint user_rankings_referral_conversion_rate_is_a_percent_new_check;
