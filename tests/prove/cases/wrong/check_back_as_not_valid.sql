-- before:
create table public.t (a integer constraint t_a_check check (a > 0));
-- apply:
alter table public.t drop constraint t_a_check;
-- rollback:
alter table public.t add constraint t_a_check check (a > 0) not valid;
-- expect: not reversible: constraint public.t.t_a_check
