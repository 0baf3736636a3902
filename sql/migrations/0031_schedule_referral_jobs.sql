-- why: Refresh, clean-up, statistics and index maintenance run by themselves.
-- depends: 0030_create_referral_analytics

-- pg_cron runs the jobs in its own time zone, GMT unless it is configured.

-- The function decides whether a refresh is due.
select cron.schedule(
    'refresh_referral_analytics',
    '*/5 * * * *',
    'select public.refresh_referral_analytics()'
);

select cron.schedule(
    'clean_referral_leaderboard_cache',
    '0 * * * *',
    'select public.clean_referral_leaderboard_cache()'
);

-- A table that somebody else works on is skipped, and so is a predecessor that still runs.
select cron.schedule(
    'analyze_referral_tables',
    '0 3 * * *',
    'analyze (skip_locked) public.student_referrals, public.referral_campaigns, '
    'public.referral_campaign_participants, public.referral_leaderboard_cache, '
    'public.referral_outbox, public.points_transactions, public.user_rankings, '
    'public.mv_referral_analytics'
);

-- One statement, because it cannot run in a transaction, and so in no function. pg_cron starts no
-- second run of a job while the first one is at work.
select cron.schedule(
    'reindex_student_referrals',
    '0 4 * * 0',
    'reindex table concurrently public.student_referrals'
);
