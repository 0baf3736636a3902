-- The latest runs of some jobs, the newest first, and how many there are of each.
with numbered as (
    select
        run.*,
        row_number() over (partition by run.jobid order by run.runid desc) as place,
        count(*) over (partition by run.jobid) as total
    from cron.job_run_details as run
    where run.jobid = any(%(jobs)s)
)
select
    numbered.jobid as job,
    coalesce(numbered.status, '') as status,
    coalesce(numbered.return_message, '') as message,
    numbered.start_time as started_at,
    numbered.end_time as ended_at,
    -- A run whose server process is gone never ended: the server stopped, or it was killed.
    (
        numbered.end_time is null
        and exists (
            select
            from pg_catalog.pg_stat_activity as session
            where session.pid = numbered.job_pid
        )
    ) as is_at_work,
    numbered.total
from numbered
where numbered.place <= %(most)s
order by
    numbered.jobid,
    numbered.runid desc
