-- The columns of a row type, with their types; none of any other type.
select
    attribute.attname,
    format_type(attribute.atttypid, attribute.atttypmod)
from pg_type as type
inner join pg_attribute as attribute on type.typrelid = attribute.attrelid
where
    type.oid = %s
    and attribute.attnum > 0
    and not attribute.attisdropped
