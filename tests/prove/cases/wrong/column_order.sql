-- before:
create table public.t (a integer, b integer);
-- apply:
alter table public.t drop column a;
-- rollback:
alter table public.t add column a integer;
-- expect: physical only: table public.t: column order
