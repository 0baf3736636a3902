-- Whether any table of the schema has been analyzed.
select exists (
    select
    from pg_statistic as statistic
    inner join pg_class as class on statistic.starelid = class.oid
    where class.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
)
