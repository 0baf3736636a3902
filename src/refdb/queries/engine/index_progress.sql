-- How far a session's concurrent index build is, and what kind of lock the session waits for.
-- One row for each session that is there; the build's columns are empty where it builds nothing.
select
    coalesce(progress.phase, '') as phase,
    coalesce(progress.blocks_done, 0) as blocks_done,
    coalesce(progress.blocks_total, 0) as blocks_total,
    coalesce(progress.tuples_done, 0) as tuples_done,
    coalesce(progress.tuples_total, 0) as tuples_total,
    coalesce(progress.lockers_done, 0) as lockers_done,
    coalesce(progress.lockers_total, 0) as lockers_total,
    case
        when progress.command like 'REINDEX%%'
            then coalesce(nullif(progress.index_relid, 0)::regclass::text, '')
        else ''
    end as reindexed,
    case
        when activity.wait_event_type = 'Lock'
            then activity.wait_event
        else ''
    end as awaited
from pg_stat_activity as activity
left join pg_stat_progress_create_index as progress
    on activity.pid = progress.pid
where activity.pid = %(pid)s
