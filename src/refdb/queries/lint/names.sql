-- Which relations with which columns, and which functions, are there to be named?
select
    'relation' as kind,
    namespace.nspname as schema,
    class.relname as name,
    array(
        select attribute.attname::text
        from pg_attribute as attribute
        where
            attribute.attrelid = class.oid
            and not attribute.attisdropped
    ) as columns
from pg_class as class
inner join pg_namespace as namespace
    on namespace.oid = class.relnamespace
where class.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
union all
select
    'function',
    namespace.nspname,
    proc.proname,
    array[]::text[]
from pg_proc as proc
inner join pg_namespace as namespace
    on namespace.oid = proc.pronamespace
