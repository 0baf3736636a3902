-- What stands where pg_cron would: its schema, its extension, whether it could be made here.
select
    exists (select from pg_namespace where nspname = 'cron') as has_schema,
    coalesce(
        (
            select obj_description(oid, 'pg_namespace') like 'refdb''s stand-in%'
            from pg_namespace
            where nspname = 'cron'
        ),
        false
    ) as is_stand_in,
    exists (select from pg_available_extensions where name = 'pg_cron') as is_available,
    current_setting('cron.database_name', true) as database_name,
    current_database() as database,
    current_setting('server_version_num')::int / 10000 as major
