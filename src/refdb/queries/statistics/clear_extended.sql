-- Removes extended statistics.
delete from pg_catalog.pg_statistic_ext_data
where stxoid = any (%(numbers)s::oid[])
