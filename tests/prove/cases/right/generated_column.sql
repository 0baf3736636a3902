-- before:
create table public.t (a integer);
-- apply:
alter table public.t add column b integer generated always as (a * 2) stored;
-- rollback:
-- loses: nothing
alter table public.t drop column b;
-- data:
insert into public.t values (21);
-- expect: reversible
