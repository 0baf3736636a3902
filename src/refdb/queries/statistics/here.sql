-- The relations of a database that are not the server's own, with their files and columns.
with wanted as (
    select
        class.oid,
        quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as name,
        class.relkind as kind,
        case when class.reltablespace = 0 then class.relfilenode else 0 end as file
    from pg_catalog.pg_class as class
    join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where
        class.relkind in ('r', 'm', 'p', 'i', 'I')
        and class.relpersistence <> 't'
        and namespace.nspname !~ '^pg_'
        and namespace.nspname <> 'information_schema'
), columns as (
    select
        attribute.attrelid,
        jsonb_object_agg(
            case
                when wanted.kind in ('i', 'I') then attribute.attnum::text
                else attribute.attname::text
            end,
            jsonb_build_array(
                attribute.attnum,
                format_type(attribute.atttypid, null),
                attribute.atttypid::bigint,
                attribute.attcollation::bigint,
                case
                    when base.oid = 'pg_catalog.tsvector'::regtype then 25
                    else coalesce(nullif(base.typelem, 0), base.oid)::bigint
                end,
                coalesce(span.rngtypid, attribute.atttypid)::bigint
            )
        ) as columns
    from wanted
    join pg_catalog.pg_attribute as attribute on attribute.attrelid = wanted.oid
    join pg_catalog.pg_type as type on type.oid = attribute.atttypid
    join pg_catalog.pg_type as base
        on base.oid = case type.typtype when 'd' then type.typbasetype else type.oid end
    left join pg_catalog.pg_range as span on span.rngmultitypid = attribute.atttypid
    where attribute.attnum > 0 and not attribute.attisdropped
    group by attribute.attrelid
)
select
    wanted.oid::bigint as number,
    wanted.name,
    wanted.kind,
    wanted.file::bigint,
    method.amname::text as method,
    index.indrelid::bigint as table_number,
    case
        when method.amname = 'btree' and index.indpred is null then coalesce(
            (
                select attribute.attname::text
                from pg_catalog.pg_attribute as attribute
                where
                    attribute.attrelid = index.indrelid
                    and attribute.attnum = nullif(index.indkey[0], 0)
            ),
            ''
        )
    end as led_by,
    (
        select format_type(coalesce(of_table.atttypid, of_index.atttypid), -1)
        from pg_catalog.pg_attribute as of_index
        left join pg_catalog.pg_attribute as of_table
            on of_table.attrelid = index.indrelid
            and of_table.attnum = nullif(index.indkey[0], 0)
        where of_index.attrelid = wanted.oid and of_index.attnum = 1
    ) as key_type,
    coalesce(index.indoption[0] & 1 = 1, false) as is_descending,
    coalesce(index.indnatts, 0) as keys,
    coalesce(columns.columns, '{}') as columns
from wanted
left join columns on columns.attrelid = wanted.oid
left join pg_catalog.pg_index as index on index.indexrelid = wanted.oid
left join pg_catalog.pg_class as class on class.oid = index.indexrelid
left join pg_catalog.pg_am as method on method.oid = class.relam
