-- Answers the number of the transaction that comes next, of those that have ended.
select pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
