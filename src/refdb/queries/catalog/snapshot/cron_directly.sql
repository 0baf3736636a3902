-- Puts pg_cron's jobs in a setting, where there is pg_cron but no PL/pgSQL to ask whether there is.
-- A cursor that is moved over gives no rows, as the statement in its place gives none.
declare refdb_cron_jobs no scroll cursor for
select set_config('refdb.cron_jobs', coalesce(jsonb_agg(to_jsonb(job))::text, ''), true)
from (
    select
        job.jobid,
        job.jobname,
        job.username,
        job.schedule,
        job.command,
        job.active
    from cron.job
    where job.database = current_database()
) as job;
move all in refdb_cron_jobs;
close refdb_cron_jobs
