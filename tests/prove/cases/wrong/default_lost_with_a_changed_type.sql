-- before:
create table public.t (a text default '0');
-- apply:
alter table public.t alter column a drop default;
alter table public.t alter column a type integer using a::integer;
-- rollback:
alter table public.t alter column a type text;
-- expect: not reversible: column public.t.a: default
