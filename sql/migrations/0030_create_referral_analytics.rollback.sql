-- loses: the sums, which are computed again from the referrals, and when they were last
--   refreshed

drop function public.refresh_referral_analytics();
drop materialized view public.mv_referral_analytics;
drop table public.referral_view_refreshes;
