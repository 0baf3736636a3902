-- The files of the indexes, in the order in which they were made.
select relfilenode::text
from pg_catalog.pg_class as class
join pg_catalog.pg_index as index on index.indexrelid = class.oid
where index.indrelid = 'refdb_ends.ends'::regclass
order by index.indkey[0]
