-- before:
select 1;
-- apply:
create table public.t (id integer);
-- rollback:
-- loses: nothing
-- expect: no rollback
