-- How pg_cron's jobs can be read: by a statement of PL/pgSQL, or directly, or there are none.
select
    exists(select from pg_catalog.pg_language where lanname = 'plpgsql') as has_plpgsql,
    pg_catalog.to_regclass('cron.job') is not null as has_jobs
