-- loses: nothing
-- repeat: until 0 rows
-- pause: 20ms
-- lock_timeout: 100ms

select public.build_table_copy('points_transactions', 0);
