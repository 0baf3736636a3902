-- The oldest transactions that are open, those of idle sessions too: seconds, and what they do.
select
    session.pid::text as pid,
    extract(epoch from clock_timestamp() - session.xact_start)::float8 as seconds,
    coalesce(session.state, '') as state,
    coalesce(session.application_name, '') as application,
    left(regexp_replace(coalesce(session.query, ''), '\s+', ' ', 'g'), 120) as query
from pg_stat_activity as session
where
    session.xact_start is not null
    and session.backend_type = 'client backend'
    and session.pid <> pg_backend_pid()
    and session.datname = current_database()
order by session.xact_start
limit 5
