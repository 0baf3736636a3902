-- before:
create table public.t (a integer);
alter table public.t add constraint t_a_check check (a > 0) not valid;
-- apply:
alter table public.t validate constraint t_a_check;
-- rollback:
-- loses: nothing
alter table public.t drop constraint t_a_check;
alter table public.t add constraint t_a_check check (a > 0) not valid;
-- data:
insert into public.t values (1);
-- expect: reversible
