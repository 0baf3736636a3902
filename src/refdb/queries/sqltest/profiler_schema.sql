-- Answers the schema of plpgsql_check as SQL; no row where it is not there.
select pg_catalog.quote_ident(n.nspname)
from pg_catalog.pg_extension as e
inner join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
where e.extname = 'plpgsql_check'
