-- purpose: Does what referral changes left to do, at most a minute later.
-- schedule: * * * * *

select cron.schedule(
    'drain_referral_outbox',
    '* * * * *',
    'call public.drain_referral_outbox()'
);
