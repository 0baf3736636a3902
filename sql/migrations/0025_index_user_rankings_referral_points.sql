-- why: The first of an organization, and how many are before somebody, are read in the order of
--   rank.
-- depends: 0024_optimize_referral_points
-- transactional: false

create index concurrently user_rankings_organization_id_referral_points_where_success_idx
    on public.user_rankings (
        organization_id,
        referral_points_earned desc,
        successful_referrals desc,
        user_id
    )
    where successful_referrals > 0;
