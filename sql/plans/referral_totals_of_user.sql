-- expect: index only idx_user_rankings_referral_correlation
-- forbid: seq scan on user_rankings
-- params: uuid, uuid

-- What a user's referrals brought. How many they made is not in the index: each new one would have
-- to change it, and with it every other index of the table.
select
    ranking.successful_referrals,
    ranking.referral_points_earned
from public.user_rankings as ranking
where
    ranking.user_id = $1
    and ranking.organization_id = $2;
