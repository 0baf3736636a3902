-- Whether an index is there and valid, by its own name and its table's.
select
    index.oid is not null as is_there,
    coalesce(entry.indisvalid and entry.indisready and entry.indislive, false) as is_valid
from (select to_regclass(%(table)s) as oid) as given
left join pg_class as tbl
    on given.oid = tbl.oid
left join pg_class as index
    on
        index.relname = %(index)s
        and index.relnamespace = tbl.relnamespace
        and index.relkind in ('i', 'I')
left join pg_index as entry
    on index.oid = entry.indexrelid
