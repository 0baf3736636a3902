-- Lets bytes be put where extended statistics are kept, which have no input of their own.
create cast (bytea as pg_catalog.pg_ndistinct) without function;
create cast (bytea as pg_catalog.pg_dependencies) without function;
create cast (bytea as pg_catalog.pg_mcv_list) without function
