-- loses: nothing

-- Made by `refdb make` from the object files.

select cron.unschedule('clean_referral_outbox');
select cron.unschedule('drain_referral_outbox');
select cron.unschedule('enqueue_recent_referrers');
select cron.unschedule('maintain_referral_metrics');
select cron.unschedule('sample_referral_cache');
