-- Takes the casts away again.
drop cast (bytea as pg_catalog.pg_ndistinct);
drop cast (bytea as pg_catalog.pg_dependencies);
drop cast (bytea as pg_catalog.pg_mcv_list)
