-- purpose: Drops what a rebuild that was cut off has left behind, every hour.
-- schedule: 20 * * * *

select cron.schedule(
    'drop_broken_referral_indexes',
    '20 * * * *',
    'select public.drop_broken_referral_indexes()'
);
