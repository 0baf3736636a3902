-- expect: index idx_mv_referral_analytics_student
-- forbid: seq scan on mv_referral_analytics
-- params: uuid, uuid, date

select
    analytics.month,
    sum(analytics.total_referrals) as total_referrals,
    sum(analytics.successful_referrals) as successful_referrals,
    sum(analytics.points_awarded) as points_awarded
from public.mv_referral_analytics as analytics
where
    analytics.referrer_id = $1
    and analytics.organization_id = $2
    and analytics.month >= $3
group by analytics.month;
