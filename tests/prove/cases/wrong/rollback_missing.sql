-- before:
select 1;
-- apply:
create table public.t (id integer);
-- expect: no rollback
