-- loses: nothing
-- lock_timeout: 100ms

select public.exchange_table_copies();
