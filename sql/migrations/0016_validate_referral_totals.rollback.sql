-- loses: nothing

-- A constraint cannot be made not valid again: it is added anew.
alter table public.user_rankings
    drop constraint user_rankings_referral_conversion_rate_is_a_percentage_check,
    drop constraint user_rankings_referral_points_are_not_negative_check,
    drop constraint user_rankings_successes_are_among_the_referrals_check;

alter table public.user_rankings
    add constraint user_rankings_successes_are_among_the_referrals_check
        check (successful_referrals between 0 and total_referrals) not valid,
    add constraint user_rankings_referral_points_are_not_negative_check
        check (referral_points_earned >= 0) not valid,
    add constraint user_rankings_referral_conversion_rate_is_a_percentage_check
        check (referral_conversion_rate between 0 and 100) not valid;
