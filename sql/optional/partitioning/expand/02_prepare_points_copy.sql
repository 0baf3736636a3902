-- why: A partitioned copy of the ledger is kept up to date beside it, so that writers go on while
--   rows move.
-- repeat: until 0 rows
-- pause: 20ms
-- lock_timeout: 100ms

select public.build_table_copy('points_transactions', 16);
