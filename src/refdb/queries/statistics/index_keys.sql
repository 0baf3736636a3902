-- The B-trees whose height a plan can show: keys as SQL has them, with their order, and the predicate.
select
    quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as name,
    class.relname::text as short_name,
    index.indrelid::regclass::text as "table",
    (
        select string_agg(
            '(' || pg_get_indexdef(index.indexrelid, position, false) || ')'
            || case when index.indoption[position - 1] & 1 = 1 then ' desc' else ' asc' end
            || case
                when index.indoption[position - 1] & 2 = 2 then ' nulls first' else ' nulls last'
            end,
            ', ' order by position
        )
        from generate_series(1, index.indnkeyatts) as position
    ) as keys,
    coalesce(pg_get_expr(index.indpred, index.indrelid), 'true') as predicate
from pg_catalog.pg_index as index
join pg_catalog.pg_class as class on class.oid = index.indexrelid
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
join pg_catalog.pg_am as method on method.oid = class.relam
where
    class.relkind = 'i'
    and class.relpersistence <> 't'
    and method.amname = 'btree'
    and index.indisvalid
    and namespace.nspname !~ '^pg_'
    and namespace.nspname <> 'information_schema'
    and has_table_privilege(index.indrelid, 'select')
    and not row_security_active(index.indrelid)
