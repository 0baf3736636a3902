-- Deletes some of the oldest runs of a database's jobs that ended, or began and never ended, before a time.
with doomed as (
    select run.runid
    from cron.job_run_details as run
    where
        run.database = %(database)s
        and coalesce(run.end_time, run.start_time) < clock_timestamp() - make_interval(secs => %(older_s)s)
    order by run.runid
    limit %(batch)s
)
delete from cron.job_run_details as run
using doomed
where run.runid = doomed.runid
