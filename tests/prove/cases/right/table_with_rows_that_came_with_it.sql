-- before:
select 1;
-- apply:
create table public.t (id serial, a text);
copy public.t (a) from stdin;
one
two
\.
-- rollback:
-- loses: every t
drop table public.t;
-- expect: reversible
