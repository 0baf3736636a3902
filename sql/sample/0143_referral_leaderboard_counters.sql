-- purpose: The cache's counters stand where the last sample says.

select
    setval('public.referral_leaderboard_hits', sample.hits),
    setval('public.referral_leaderboard_misses', sample.misses)
from public.referral_cache_samples as sample
order by sample.sampled_at desc
limit 1;
