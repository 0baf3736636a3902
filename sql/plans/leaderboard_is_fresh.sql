-- expect: index only idx_referral_leaderboard_cache_lookup
-- forbid: seq scan on referral_leaderboard_cache
-- params: uuid, text, timestamptz

-- Whether a leaderboard can be served, and for how long, is known without reading it.
select cache.expires_at
from public.referral_leaderboard_cache as cache
where
    cache.organization_id = $1
    and cache.cache_key = $2
    and cache.expires_at > $3
    and (
        select count(*)
        from public.user_rankings as ranking
        where
            ranking.organization_id = cache.organization_id
            and ranking.successful_referrals > 0
    ) > 0;
