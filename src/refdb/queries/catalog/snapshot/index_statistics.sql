-- Statistics targets of an index's expressions, by the column's number.
select
    'pg_class'::regclass::oid as classid,
    col.attrelid as objid,
    0 as subid,
    jsonb_object_agg(col.attnum, col.attstattarget) as statistics
from pg_attribute as col
inner join pg_class as class on col.attrelid = class.oid
where
    class.relkind in ('i', 'I')
    and class.oid >= 16384
    and col.attnum > 0
    and coalesce(col.attstattarget, -1) >= 0
group by col.attrelid
