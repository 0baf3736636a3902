-- Who keeps a session from the lock that it waits for: who, in what state, how long, with which lock.
with wanted as (
    select
        locktype,
        database,
        relation,
        page,
        tuple,
        virtualxid,
        transactionid,
        classid,
        objid,
        objsubid
    from pg_locks
    where
        pid = %(pid)s
        and not granted
), blocker as (
    select distinct pid
    from unnest(pg_blocking_pids(%(pid)s)) as pid
)

select
    activity.pid,
    coalesce(activity.application_name, '') as application,
    coalesce(activity.usename, '') as role,
    coalesce(activity.state, '') as state,
    greatest(
        extract(
            epoch from clock_timestamp()
            - coalesce(activity.xact_start, activity.query_start, activity.backend_start)
        ),
        0
    )::int as age_s,
    coalesce(left(regexp_replace(activity.query, '\s+', ' ', 'g'), 120), '') as query,
    coalesce(held.modes, '') as modes,
    coalesce(wanted.relation::regclass::text, '') as relation
from blocker
inner join pg_stat_activity as activity
    on blocker.pid = activity.pid
left join wanted
    on true
left join lateral (
    select string_agg(distinct locks.mode, ', ' order by locks.mode) as modes
    from pg_locks as locks
    where
        locks.pid = blocker.pid
        and locks.granted
        and locks.locktype = wanted.locktype
        and locks.relation is not distinct from wanted.relation
        and locks.transactionid is not distinct from wanted.transactionid
        and locks.virtualxid is not distinct from wanted.virtualxid
        and locks.classid is not distinct from wanted.classid
        and locks.objid is not distinct from wanted.objid
) as held
    on true
order by activity.pid
