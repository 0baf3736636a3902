-- expect: index mv_referral_analytics_organization_id_month_idx
-- forbid: seq scan on mv_referral_analytics
-- params: date

-- The view reads the setting once, and then its organization's months by index, behind its barrier.
select
    analytics.month,
    sum(analytics.total_referrals) as total_referrals,
    sum(analytics.successful_referrals) as successful_referrals
from public.referral_analytics as analytics
where analytics.month >= $1
group by analytics.month;
