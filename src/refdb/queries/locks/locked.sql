-- What this session has locked: the modes, and of what is still there the file and the counters.
select
    held.relation as oid,
    held.modes,
    coalesce(class.relkind::text, '') as kind,
    coalesce(schema.nspname, '') as schema,
    coalesce(quote_ident(schema.nspname) || '.' || quote_ident(class.relname), '') as name,
    coalesce(index.indrelid, held.relation) as tbl,
    coalesce(class.relfilenode, 0) as file,
    coalesce(class.reltablespace, 0) as space,
    coalesce(pg_catalog.pg_stat_get_xact_numscans(held.relation), 0) as scans,
    coalesce(pg_catalog.pg_stat_get_xact_tuples_returned(held.relation), 0) as rows
from (
    select
        relation,
        array_agg(mode) as modes
    from pg_catalog.pg_locks
    where
        pid = pg_catalog.pg_backend_pid()
        and locktype = 'relation'
        and granted
        and database is distinct from 0::oid
    group by relation
) as held
left join pg_catalog.pg_class as class
    on held.relation = class.oid
left join pg_catalog.pg_namespace as schema
    on class.relnamespace = schema.oid
left join pg_catalog.pg_index as index
    on held.relation = index.indexrelid
