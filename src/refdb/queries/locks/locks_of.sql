-- What another session has locked or waits for.
select
    relation,
    mode
from pg_catalog.pg_locks
where
    pid = %(pid)s
    and locktype = 'relation'
    and database is distinct from 0::oid
