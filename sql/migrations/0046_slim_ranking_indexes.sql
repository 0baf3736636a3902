-- why: A new referral changes one row and no index of its referrer's ranking, and a rank is counted
--   from an index a sixth as large.
-- depends: 0045_cover_dashboard_referrals
-- transactional: false

-- An update that changes no indexed column leaves the indexes alone when the page has room for the
-- row's new version: total_referrals, which each referral changes, is in none, and pages are filled
-- to nine tenths.
alter table public.user_rankings set (fillfactor = 90);

create index concurrently idx_user_rankings_referral_correlation_new
    on public.user_rankings (user_id, organization_id)
    include (successful_referrals, referral_points_earned);
drop index concurrently public.idx_user_rankings_referral_correlation;
alter index public.idx_user_rankings_referral_correlation_new
    rename to idx_user_rankings_referral_correlation;

-- Equal keys share an entry, which they do not when each has its user.
create index concurrently user_rankings_referral_points_where_success_new_idx
    on public.user_rankings (
        organization_id,
        referral_points_earned desc,
        successful_referrals desc
    )
    where successful_referrals > 0;
drop index concurrently public.user_rankings_organization_id_referral_points_where_success_idx;
alter index public.user_rankings_referral_points_where_success_new_idx
    rename to user_rankings_organization_id_referral_points_where_success_idx;
