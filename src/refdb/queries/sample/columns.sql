-- The columns of a table that rows can be written to, with the type that their values have.
select
    attribute.attname as name,
    coalesce(nullif(type.typbasetype, 0), type.oid)::bigint as type
from pg_attribute as attribute
inner join pg_type as type on attribute.atttypid = type.oid
where
    attribute.attrelid = to_regclass(%(table)s)
    and attribute.attnum > 0
    and not attribute.attisdropped
order by attribute.attnum
