-- why: The plain copy is of no more use; a rollback fills it a few rows at a time.
-- phase: contract
-- lock_timeout: 100ms

select public.empty_table_copy('student_referrals');
