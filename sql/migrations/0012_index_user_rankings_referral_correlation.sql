-- why: A ranking's referral totals are read from the index alone, without the wide row.
-- depends: 0011_add_referral_achievements
-- transactional: false

create index concurrently idx_user_rankings_referral_correlation
    on public.user_rankings (user_id, organization_id)
    include (total_referrals, successful_referrals, referral_points_earned);
