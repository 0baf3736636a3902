-- purpose: Keeps the cache's counters every five minutes.
-- schedule: */5 * * * *

select cron.schedule(
    'sample_referral_cache',
    '*/5 * * * *',
    'select public.sample_referral_cache()'
);
