-- purpose: Rebuilds the indexes that every status change leaves entries in, every Sunday at 04:00.
-- schedule: 0 4 * * 0

-- One statement, because it cannot run in a transaction, and so in no function. pg_cron starts no
-- second run of a job while the first one is at work.
select cron.schedule(
    'reindex_student_referrals',
    '0 4 * * 0',
    'reindex table concurrently public.student_referrals'
);
