-- loses: nothing
-- lock_timeout: 100ms

analyze public.points_transactions_copy;
analyze public.student_referrals_copy;

select public.compare_table_copy('points_transactions');
select public.compare_table_copy('student_referrals');
select public.build_analytics_copy();
