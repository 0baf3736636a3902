-- Whether pg_cron or its stand-in is here.
select to_regclass('cron.job') is not null
