-- purpose: Rebuilds the indexes that every status change leaves entries in, every Sunday at 04:00.
-- schedule: 0 4 * * 0

-- One statement, because it cannot run in a transaction; so not a function's either. The two
-- statements of an overlap would wait for each other's table lock, and pg_cron starts no second run.
select cron.schedule(
    'reindex_student_referrals',
    '0 4 * * 0',
    'reindex table concurrently public.student_referrals'
);
