-- purpose: The cache's counters of the last day; 19 in 20 leaderboards were served from it.
-- table: public.referral_cache_samples

select
    '2026-08-31 00:00:00+00'::timestamptz + number * 300 * '1 second'::interval as sampled_at,
    number * 380 as hits,
    number * 20 as misses
from generate_series(0, 288) as number;
