-- why: The partitioned tables take the place of the plain ones in one moment.
-- lock_timeout: 100ms

select public.exchange_table_copies();
