-- The invalid indexes that an interrupted concurrent reindex of a table or index leaves behind.
select leftover.oid::regclass::text as name
from pg_index as entry
inner join pg_class as leftover
    on entry.indexrelid = leftover.oid
where
    not entry.indisvalid
    and leftover.relname ~ '_cc(new|old)[0-9]*$'
    and entry.indrelid in (
        select coalesce(of_index.indrelid, given.oid)
        from (select to_regclass(%(name)s)::oid as oid) as given
        left join pg_index as of_index
            on given.oid = of_index.indexrelid
    )
