-- loses: nothing

-- A constraint cannot be made not valid again: it is added anew.
alter table public.user_rankings
    drop constraint user_rankings_referral_conversion_rate_is_a_percentage_check;
alter table public.user_rankings
    add constraint user_rankings_referral_conversion_rate_is_a_percentage_check
        check (referral_conversion_rate between 0 and 100);
alter table public.user_rankings
    add constraint user_rankings_referral_conversion_rate_is_a_percent_new_check
        check (referral_conversion_rate between 0.00 and 100.00) not valid;
