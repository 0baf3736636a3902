-- purpose: Keeps mv_referral_analytics at most 5 minutes behind, and never more than 6 hours old.
-- schedule: */5 * * * *

-- The function decides whether a refresh is due.
select cron.schedule(
    'refresh_referral_analytics',
    '*/5 * * * *',
    'select public.refresh_referral_analytics()'
);
