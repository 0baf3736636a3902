-- What stands where pg_cron would: its schema, its extension, whether it could be made here.
select
    exists (select from pg_namespace where nspname = 'cron') as has_schema,
    exists (select from pg_extension where extname = 'pg_cron') as has_extension,
    exists (select from pg_available_extensions where name = 'pg_cron') as is_available,
    current_setting('cron.database_name', true) as database_name,
    current_database() as database,
    current_setting('server_version_num')::int / 10000 as major
