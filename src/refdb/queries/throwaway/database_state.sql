-- Answers what of a database can change without a transaction that has a number: a hash of what
-- vacuum writes into the catalog, the bytes of its files, and whether there is more that can.
select
    concat(
        pg_database_size(current_database()),
        ' ',
        md5(
            string_agg(
                concat_ws(
                    ' ', c.oid, c.relfilenode, c.relpages, c.reltuples, c.relallvisible, c.relhasindex,
                    c.relhasrules, c.relhastriggers, c.relfrozenxid, c.relminmxid
                ),
                ',' order by c.oid
            )
        )
    ),
    current_setting('shared_preload_libraries') = ''
    and not coalesce(bool_or(c.relkind = 'S' and c.relpersistence = 'u'), false)
    and not exists (select from pg_event_trigger as e where e.evtevent = 'login')
from pg_class as c;
