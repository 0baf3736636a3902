-- why: The way back at once is given up; before, nothing may differ.
-- phase: contract
-- lock_timeout: 100ms

select public.compare_table_copy('points_transactions');
select public.compare_table_copy('student_referrals');

drop materialized view public.mv_referral_analytics_copy;
