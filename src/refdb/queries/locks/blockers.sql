-- The sessions that another one waits for.
select unnest(pg_catalog.pg_blocking_pids(%(pid)s)) as pid
