-- Removes the column statistics of relations.
delete from pg_catalog.pg_statistic
where starelid = any (%(numbers)s::oid[])
