-- loses: nothing
-- repeat: until 0 rows
-- pause: 20ms
-- lock_timeout: 100ms

select public.drop_table_copy('student_referrals');
