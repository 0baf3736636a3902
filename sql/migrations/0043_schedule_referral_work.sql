-- why: The outbox, the streaks, the counters and the partitions are looked after by themselves.
-- depends: 0042_measure_referral_queries

-- Made by `refdb make` from the object files.

select cron.schedule(
    'clean_referral_outbox',
    '30 3 * * *',
    'select public.clean_referral_outbox()'
);

select cron.schedule(
    'drain_referral_outbox',
    '* * * * *',
    'call public.drain_referral_outbox()'
);

select cron.schedule(
    'enqueue_recent_referrers',
    '30 2 * * *',
    'select public.enqueue_recent_referrers()'
);

select cron.schedule(
    'maintain_referral_metrics',
    '10 * * * *',
    'select public.maintain_referral_metrics()'
);

select cron.schedule(
    'sample_referral_cache',
    '*/5 * * * *',
    'select public.sample_referral_cache()'
);
