-- purpose: Makes and drops the metrics' partitions; hourly, because a busy hour may put it off.
-- schedule: 10 * * * *

select cron.schedule(
    'maintain_referral_metrics',
    '10 * * * *',
    'select public.maintain_referral_metrics()'
);
