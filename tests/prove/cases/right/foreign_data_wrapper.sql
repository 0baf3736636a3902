-- before:
select 1;
-- apply:
create foreign data wrapper nowhere;
create server far foreign data wrapper nowhere options (host 'far');
create foreign table public.t (id integer) server far options (name 't');
create user mapping for prove_app server far;
-- rollback:
-- loses: nothing
drop user mapping for prove_app server far;
drop foreign table public.t;
drop server far;
drop foreign data wrapper nowhere;
-- expect: reversible
