-- The server's own catalogs: what an oid is an oid of.
select
    oid,
    relname::text as name
from pg_class
where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'
