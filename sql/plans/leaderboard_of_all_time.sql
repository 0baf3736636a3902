-- expect: index user_rankings_organization_id_referral_points_where_success_idx
-- forbid: seq scan on user_rankings
-- forbid: node Sort
-- params: uuid
-- rows: 100k

-- The first 100 in build_referral_leaderboard. The index gives the order, so the limit ends the
-- scan; only users with equal points and successes are still sorted among themselves.
select
    rank() over (
        order by ranking.referral_points_earned desc, ranking.successful_referrals desc
    ) as rank,
    ranking.user_id,
    ranking.successful_referrals,
    ranking.referral_points_earned
from public.user_rankings as ranking
where
    ranking.organization_id = $1
    and ranking.successful_referrals > 0
order by
    ranking.referral_points_earned desc,
    ranking.successful_referrals desc,
    ranking.user_id
limit 100;
