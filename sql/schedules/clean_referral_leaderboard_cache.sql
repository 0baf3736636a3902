-- purpose: Takes expired leaderboards out of the cache every hour.
-- schedule: 0 * * * *

select cron.schedule(
    'clean_referral_leaderboard_cache',
    '0 * * * *',
    'select public.clean_referral_leaderboard_cache()'
);
