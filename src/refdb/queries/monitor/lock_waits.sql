-- The sessions that wait for a lock, the longest wait first, and who blocks each.
select
    session.pid::text as pid,
    extract(epoch from clock_timestamp() - min(waiting.waitstart))::float8 as seconds,
    array_to_string(pg_blocking_pids(session.pid), ', ') as blockers,
    left(regexp_replace(coalesce(session.query, ''), '\s+', ' ', 'g'), 120) as query
from pg_locks as waiting
inner join pg_stat_activity as session
    on session.pid = waiting.pid
where
    not waiting.granted
    and waiting.waitstart is not null
    and session.datname = current_database()
group by
    session.pid,
    session.query
order by seconds desc
limit 20
