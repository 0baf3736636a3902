-- How many connections there are by state, and how many there may be.
select
    coalesce(session.state, 'other') as state,
    count(*)::float8 as connections,
    (
        current_setting('max_connections')::float8
        - current_setting('superuser_reserved_connections')::float8
    ) as most
from pg_stat_activity as session
where session.backend_type = 'client backend'
group by 1
