-- purpose: Takes work that was done a week ago out of the outbox, every day at 03:30.
-- schedule: 30 3 * * *

select cron.schedule(
    'clean_referral_outbox',
    '30 3 * * *',
    'select public.clean_referral_outbox()'
);
