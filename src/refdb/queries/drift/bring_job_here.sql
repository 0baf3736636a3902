-- Brings a job back that pg_cron has for another database.
select cron.alter_job(
    job.jobid,
    schedule := {schedule},
    command := {command},
    database := current_database(),
    active := {active}
)
from cron.job as job
where
    job.jobname = {name}
    and job.username = {user};
