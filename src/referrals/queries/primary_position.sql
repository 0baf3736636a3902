-- Answers how far the primary has written.
select pg_current_wal_insert_lsn()::text
