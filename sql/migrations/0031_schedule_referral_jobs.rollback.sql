-- loses: nothing; pg_cron keeps the record of the runs

select cron.unschedule('reindex_student_referrals');
select cron.unschedule('analyze_referral_tables');
select cron.unschedule('clean_referral_leaderboard_cache');
select cron.unschedule('refresh_referral_analytics');
