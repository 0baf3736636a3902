-- The number of a database whose files are where all are.
select database.oid::bigint
from pg_catalog.pg_database as database
join pg_catalog.pg_tablespace as place on place.oid = database.dattablespace
where database.datname = %(name)s and place.spcname = 'pg_default'
