-- Every relation that is not the server's own: identity, name, kind, table, file and scans so far.
-- {scans} is the counter of this transaction, or of all that were committed.
select
    class.oid,
    format('%I.%I', schema.nspname, class.relname) as name,
    class.relkind::text as kind,
    coalesce(index.indrelid, class.oid) as tbl,
    class.relfilenode as file,
    class.reltablespace as space,
    {scans}(class.oid) as scans,
    {rows}(class.oid) as rows
from pg_catalog.pg_class as class
inner join pg_catalog.pg_namespace as schema
    on class.relnamespace = schema.oid
left join pg_catalog.pg_index as index
    on class.oid = index.indexrelid
where
    class.relkind in ('r', 'p', 'i', 'I', 'm', 'v', 'S', 'f')
    and schema.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and schema.nspname !~ '^pg_temp_'
