-- The invalid indexes that an interrupted concurrent reindex leaves behind: of a table or an index with
-- its partitions, of a schema's tables, of all tables; those of their TOAST tables too.
with reindexed as (
    select coalesce(of_index.indrelid, part.relid, given.oid) as oid
    from (select to_regclass(nullif(%(name)s, ''))::oid as oid) as given
    left join lateral pg_partition_tree(given.oid) as part
        on true
    left join pg_index as of_index
        on coalesce(part.relid, given.oid) = of_index.indexrelid
    where %(name)s <> ''
    union all
    select class.oid
    from pg_class as class
    inner join pg_namespace as schema
        on class.relnamespace = schema.oid
    where
        %(name)s = ''
        and %(schema)s in ('', schema.nspname::text)
)

select leftover.oid::regclass::text as name
from reindexed
inner join pg_class as tbl
    on reindexed.oid = tbl.oid
inner join pg_index as entry
    on entry.indrelid in (tbl.oid, tbl.reltoastrelid)
inner join pg_class as leftover
    on entry.indexrelid = leftover.oid
where
    not entry.indisvalid
    and leftover.relname ~ '_cc(new|old)[0-9]*$'
