-- loses: every measured time

drop table public.referral_performance_metrics;
