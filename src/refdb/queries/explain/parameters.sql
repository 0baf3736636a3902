-- The types of the parameters that the server found in the prepared query.
select parameter_types::text[] from pg_prepared_statements where name = 'refdb_plan'
