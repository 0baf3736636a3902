-- The texts of some statements.
select distinct on (statement.queryid)
    statement.queryid::text as id,
    statement.query
from {schema}.pg_stat_statements(true) as statement
where statement.queryid = any(%(ids)s::bigint[])
