-- There is no pg_cron.
set local refdb.cron_jobs = ''
