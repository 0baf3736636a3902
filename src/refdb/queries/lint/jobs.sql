-- Which jobs does pg_cron have, and which commands do they run?
select
    job.jobname,
    job.command
from cron.job
