-- why: A ranking shows what its user's referrals brought without counting them each time.
-- depends: 0004_secure_crm_rows

alter table public.user_rankings
    add column total_referrals integer not null default 0,
    add column successful_referrals integer not null default 0,
    add column referral_points_earned integer not null default 0,
    add column referral_conversion_rate numeric(5, 2);

-- Not valid at first: reading the whole table would hold up its writers. 0016 validates.
alter table public.user_rankings
    add constraint user_rankings_successes_are_among_the_referrals_check
        check (successful_referrals between 0 and total_referrals) not valid,
    add constraint user_rankings_referral_points_are_not_negative_check
        check (referral_points_earned >= 0) not valid,
    add constraint user_rankings_referral_conversion_rate_is_a_percentage_check
        check (referral_conversion_rate between 0 and 100) not valid;

comment on column public.user_rankings.total_referrals is
    'Referrals that the user made and that are not deleted.';
comment on column public.user_rankings.successful_referrals is
    'Those of the referrals that led to an enrollment.';
comment on column public.user_rankings.referral_points_earned is
    'Points awarded for the referrals; part of total_points.';
comment on column public.user_rankings.referral_conversion_rate is
    'Successful referrals in percent of all, from 0.00 to 100.00; null without a referral.';
