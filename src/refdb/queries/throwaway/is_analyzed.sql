-- Whether any table of the schema has been analyzed; for whoever may read it.
select exists (
    select
    from pg_stats as statistic
    where statistic.schemaname not in ('pg_catalog', 'information_schema')
)
