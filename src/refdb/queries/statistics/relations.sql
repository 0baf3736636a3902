-- The tables, materialized views and valid indexes that are not the server's own, and their sizes.
select
    quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as name,
    class.oid::bigint as number,
    class.relkind as kind,
    class.reltuples::text::float8 as rows,
    case
        when class.relkind in ('p', 'I') then 0
        else pg_relation_size(class.oid) / current_setting('block_size')::integer
    end as pages,
    class.relpages as analyzed_pages,
    class.relallvisible as all_visible,
    (to_jsonb(class)->>'relallfrozen')::integer as all_frozen,
    quote_ident(table_namespace.nspname) || '.' || quote_ident(table_class.relname) as "table",
    method.amname::text as method,
    row_number() over (partition by index.indrelid order by class.oid) as "order",
    has_table_privilege(coalesce(index.indrelid, class.oid), 'select') as may_read
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
left join pg_catalog.pg_index as index on index.indexrelid = class.oid
left join pg_catalog.pg_class as table_class on table_class.oid = index.indrelid
left join pg_catalog.pg_namespace as table_namespace on table_namespace.oid = table_class.relnamespace
left join pg_catalog.pg_am as method on method.oid = class.relam and index.indexrelid is not null
where
    class.relkind in ('r', 'm', 'p', 'i', 'I')
    and class.relpersistence <> 't'
    and namespace.nspname !~ '^pg_'
    and namespace.nspname <> 'information_schema'
    and (index.indexrelid is null or index.indisvalid)
