-- Makes this session report its counters at the end of the statement.
select pg_catalog.pg_stat_force_next_flush()
