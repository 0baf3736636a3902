-- before:
create table public.t (a text);
-- apply:
alter table public.t alter column a set storage external;
-- rollback:
alter table public.t alter column a set storage main;
-- expect: not reversible: column public.t.a: storage
