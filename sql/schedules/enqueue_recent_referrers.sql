-- purpose: Has streaks judged every day at 02:30.
-- schedule: 30 2 * * *

select cron.schedule(
    'enqueue_recent_referrers',
    '30 2 * * *',
    'select public.enqueue_recent_referrers()'
);
