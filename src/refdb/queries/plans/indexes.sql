-- Every valid index that people made: what it is over, column by column, and what it is for.
select
    namespace.nspname as schema,
    base.relname as relation,
    class.relname as name,
    method.amname as method,
    index.indisunique as is_unique,
    exists (
        select
        from pg_constraint as con
        where con.conindid = index.indexrelid and con.contype in ('p', 'u', 'x')
    )
    or index.indisreplident as is_needed,
    array(
        select
            concat_ws(
                ' ',
                pg_get_indexdef(index.indexrelid, place, false),
                index.indclass[place - 1],
                index.indcollation[place - 1],
                index.indoption[place - 1]
            )
        from generate_series(1, index.indnkeyatts) as place
        order by place
    ) as keys,
    array(
        select pg_get_indexdef(index.indexrelid, place, false)
        from generate_series(1, index.indnkeyatts) as place
        order by place
    ) as columns,
    array(
        select pg_get_indexdef(index.indexrelid, place, false)
        from generate_series(index.indnkeyatts + 1, index.indnatts) as place
        order by place
    ) as included,
    coalesce(pg_get_expr(index.indpred, index.indrelid), '') as predicate,
    pg_get_indexdef(index.indexrelid) as definition,
    class.oid::bigint as age
from pg_index as index
inner join pg_class as class on index.indexrelid = class.oid
inner join pg_class as base on index.indrelid = base.oid
inner join pg_namespace as namespace on class.relnamespace = namespace.oid
inner join pg_am as method on class.relam = method.oid
where
    index.indisvalid
    and not class.relispartition
    and class.oid >= 16384
    and namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'cron')
    and namespace.nspname not like 'pg\_temp%'
order by namespace.nspname, base.relname, class.relname
