-- loses: nothing
-- transactional: false

create index concurrently user_rankings_referral_points_where_success_new_idx
    on public.user_rankings (
        organization_id,
        referral_points_earned desc,
        successful_referrals desc,
        user_id
    )
    where successful_referrals > 0;
drop index concurrently public.user_rankings_organization_id_referral_points_where_success_idx;
alter index public.user_rankings_referral_points_where_success_new_idx
    rename to user_rankings_organization_id_referral_points_where_success_idx;

create index concurrently idx_user_rankings_referral_correlation_new
    on public.user_rankings (user_id, organization_id)
    include (total_referrals, successful_referrals, referral_points_earned);
drop index concurrently public.idx_user_rankings_referral_correlation;
alter index public.idx_user_rankings_referral_correlation_new
    rename to idx_user_rankings_referral_correlation;

alter table public.user_rankings reset (fillfactor);
