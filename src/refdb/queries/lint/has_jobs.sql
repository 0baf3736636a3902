-- Is there a table of pg_cron's jobs?
select to_regclass('cron.job') is not null
