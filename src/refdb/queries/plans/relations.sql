-- Every table, index and view: what it is a part of, what it stands on, how many rows it has.
with recursive part as (
    select inhrelid as oid, inhparent as ancestor from pg_inherits
    union
    select part.oid, inherits.inhparent
    from part
    inner join pg_inherits as inherits on part.ancestor = inherits.inhrelid
), ancestry as (
    select
        part.oid,
        array_agg(namespace.nspname || '.' || class.relname order by class.oid) as names
    from part
    inner join pg_class as class on part.ancestor = class.oid
    inner join pg_namespace as namespace on class.relnamespace = namespace.oid
    group by part.oid
)

select
    namespace.nspname as schema,
    class.relname as name,
    class.relkind::text as kind,
    coalesce(ancestry.names, '{}') as ancestors,
    class.reltuples::float8 as rows,
    coalesce(base.relname, '') as base,
    coalesce(pg_get_indexdef(index.indexrelid), '') as definition,
    array(
        select pg_get_indexdef(index.indexrelid, number, false)
        from generate_series(1, index.indnkeyatts) as number
        order by number
    ) as columns,
    coalesce(pg_get_expr(index.indpred, index.indrelid), '') as predicate,
    coalesce(index.indisvalid, true) as is_valid
from pg_class as class
inner join pg_namespace as namespace on class.relnamespace = namespace.oid
left join ancestry on class.oid = ancestry.oid
left join pg_index as index on class.oid = index.indexrelid
left join pg_class as base on index.indrelid = base.oid
where
    class.relkind in ('r', 'p', 'm', 'f', 'v', 'i', 'I')
    and namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and namespace.nspname not like 'pg\_temp%'
order by namespace.nspname, class.relname
