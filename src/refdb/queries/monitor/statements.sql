-- The statements that have taken most of this database's time: how often and how long, ever.
select
    statement.queryid::text as id,
    sum(statement.calls)::float8 as calls,
    sum(statement.total_exec_time) as total_ms,
    sum(statement.rows)::float8 as rows
from {schema}.pg_stat_statements(false) as statement
inner join pg_catalog.pg_database as here
    on here.oid = statement.dbid
where
    here.datname = current_database()
    and statement.queryid is not null
group by statement.queryid
order by sum(statement.total_exec_time) desc
limit 500
