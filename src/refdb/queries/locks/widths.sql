-- Bytes of a row on disk: of a filled relation what its file says, of an empty one what its columns would take.
select
    format('%%I.%%I', schema.nspname, class.relname) as name,
    case
        when class.reltuples > 0 and pg_relation_size(class.oid) > 0
            then ceil(pg_relation_size(class.oid) / class.reltuples)::int
        else 28 + columns.bytes
    end as width
from pg_catalog.pg_class as class
inner join pg_catalog.pg_namespace as schema
    on class.relnamespace = schema.oid
cross join lateral (
    select
        coalesce(
            sum(
                case
                    when attribute.attlen > 0
                        then attribute.attlen
                    when attribute.atttypmod between 5 and 36
                        then attribute.atttypmod - 4
                    else 32
                end
            ),
            0
        )::int as bytes
    from pg_catalog.pg_attribute as attribute
    where
        attribute.attrelid = class.oid
        and attribute.attnum > 0
        and not attribute.attisdropped
) as columns
where
    class.relkind in ('r', 'm')
    and format('%%I.%%I', schema.nspname, class.relname) = any(%(names)s::text[])
