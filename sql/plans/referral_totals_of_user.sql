-- expect: index only idx_user_rankings_referral_correlation
-- forbid: seq scan on user_rankings
-- params: uuid, uuid

select
    ranking.total_referrals,
    ranking.successful_referrals,
    ranking.referral_points_earned
from public.user_rankings as ranking
where
    ranking.user_id = $1
    and ranking.organization_id = $2;
