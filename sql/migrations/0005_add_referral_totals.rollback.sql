-- loses: the referral totals of every ranking; they can be counted again from the referrals

alter table public.user_rankings
    drop constraint user_rankings_referral_conversion_rate_is_a_percentage_check,
    drop constraint user_rankings_referral_points_are_not_negative_check,
    drop constraint user_rankings_successes_are_among_the_referrals_check;

alter table public.user_rankings
    drop column referral_conversion_rate,
    drop column referral_points_earned,
    drop column successful_referrals,
    drop column total_referrals;
