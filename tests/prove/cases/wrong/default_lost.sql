-- before:
create table public.t (a integer default 7);
-- apply:
alter table public.t alter column a drop default;
-- rollback:
select 1;
-- expect: not reversible: column public.t.a: default
