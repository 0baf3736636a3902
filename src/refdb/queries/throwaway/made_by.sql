-- Answers the number of the transaction that made a database.
select d.xmin::text::bigint
from pg_database as d
where d.datname = %s;
