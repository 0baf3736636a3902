-- before:
create table public.t (a integer);
alter table public.t add constraint t_a_check check (a > 0) not valid;
-- apply:
alter table public.t validate constraint t_a_check;
-- rollback:
select 1;
-- expect: not reversible: constraint public.t.t_a_check
