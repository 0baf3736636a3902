-- The foreign keys that the server has proved to hold, with both their tables.
select
    oid,
    conrelid,
    confrelid
from pg_catalog.pg_constraint
where
    contype = 'f'
    and convalidated
