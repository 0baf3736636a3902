-- The extended statistics of a database, with their columns and expressions.
select
    object.oid::bigint as number,
    quote_ident(namespace.nspname) || '.' || quote_ident(object.stxname) as name,
    object.stxrelid::regclass::text as "table",
    object.stxkeys::int2[] as numbers,
    array(
        select attribute.attname::text
        from unnest(object.stxkeys::int2[]) with ordinality as key (number, place)
        join pg_catalog.pg_attribute as attribute
            on attribute.attrelid = object.stxrelid and attribute.attnum = key.number
        order by key.place
    ) as names,
    coalesce(pg_get_statisticsobjdef_expressions(object.oid), '{}') as expressions
from pg_catalog.pg_statistic_ext as object
join pg_catalog.pg_namespace as namespace on namespace.oid = object.stxnamespace
where namespace.nspname !~ '^pg_'
