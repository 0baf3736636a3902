-- The jobs of pg_cron or its stand-in in this database: kind and identity.
select
    'cron job' as kind,
    coalesce(jobname::text, 'job ' || jobid) as identity
from cron.job
where database = current_database()
order by 2
