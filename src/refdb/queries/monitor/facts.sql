-- What this target has of what metrics need: relations by name, the schema of pg_stat_statements, whether it is a standby.
select
    array(
        select wanted.name
        from unnest(%(relations)s::text[]) as wanted (name)
        where pg_catalog.to_regclass(wanted.name) is not null
    ) as relations,
    (
        select namespace.nspname::text
        from pg_catalog.pg_extension as extension
        inner join pg_catalog.pg_namespace as namespace
            on namespace.oid = extension.extnamespace
        where extension.extname = 'pg_stat_statements'
    ) as statements_schema
