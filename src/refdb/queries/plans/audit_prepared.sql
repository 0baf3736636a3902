-- Is a statement of this name prepared?
select exists (select from pg_prepared_statements where name = %s)
