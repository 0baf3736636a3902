-- why: The check of a rate turned two integers into numerics with each change of a ranking, which was
--   a twentieth of what a new referral costs beside its row.
-- depends: 0055_count_with_fewer_settings

-- Not valid at first: reading the whole table would hold up its writers. 0057 validates, and then
-- takes the old one away.
alter table public.user_rankings
    add constraint user_rankings_referral_conversion_rate_is_a_percent_new_check
        check (referral_conversion_rate between 0.00 and 100.00) not valid;
