-- purpose: Gives the planner fresh statistics of the referral tables every day at 03:00.
-- schedule: 0 3 * * *

-- A table that somebody else works on is skipped, and so is a predecessor that still runs.
select cron.schedule(
    'analyze_referral_tables',
    '0 3 * * *',
    'analyze (skip_locked) public.student_referrals, public.referral_campaigns, '
    'public.referral_campaign_participants, public.referral_leaderboard_cache, '
    'public.referral_outbox, public.points_transactions, public.user_rankings, '
    'public.mv_referral_analytics'
);
