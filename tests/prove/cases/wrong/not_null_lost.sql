-- before:
create table public.t (a integer not null);
-- apply:
alter table public.t alter column a drop not null;
-- rollback:
select 1;
-- expect: not reversible: column public.t.a: not null
