-- The clock, pg_cron's time zone and version, and whether it is refdb's stand-in.
select
    clock_timestamp() as now,
    coalesce(
        (
            select setting.setting
            from pg_catalog.pg_settings as setting
            where setting.name = 'cron.timezone'
        ),
        'GMT'
    ) as zone,
    (
        select extension.extversion
        from pg_catalog.pg_extension as extension
        where extension.extname = 'pg_cron'
    ) as version,
    -- Row-level security shows each user its own jobs.
    (
        select role.rolsuper or role.rolbypassrls
        from pg_catalog.pg_roles as role
        where role.rolname = current_user
    ) as sees_all,
    current_user::text as user
