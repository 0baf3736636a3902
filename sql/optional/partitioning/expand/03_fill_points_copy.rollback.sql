-- loses: nothing
-- lock_timeout: 100ms

select public.empty_table_copy('points_transactions');
