-- The jobs of some databases, and since when each is known to have been there: since the oldest run of it or a later one.
with oldest as (
    select
        run.jobid,
        min(run.start_time) as started_at
    from cron.job_run_details as run
    group by run.jobid
)
select
    job.jobid as id,
    coalesce(job.jobname::text, '') as name,
    job.schedule,
    job.command,
    job.database,
    job.username as user,
    job.active as is_active,
    (
        select min(oldest.started_at)
        from oldest
        where oldest.jobid >= job.jobid
    ) as known_since
from cron.job as job
where job.database = any(%(databases)s)
order by name, job.jobid
