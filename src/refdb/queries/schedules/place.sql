-- Where pg_cron's tables are: here, or in the database that its setting names where that may be read.
select
    pg_catalog.to_regclass('cron.job') is not null as is_here,
    (
        select setting.setting
        from pg_catalog.pg_settings as setting
        where setting.name = 'cron.database_name'
    ) as lives_in,
    current_database() as database
