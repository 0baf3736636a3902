-- before:
create table public.t (a integer constraint t_a_is_positive check (a > 0));
-- apply:
alter table public.t drop constraint t_a_is_positive;
-- rollback:
alter table public.t add check (a > 0);
-- expect: not reversible: constraint public.t.t_a_check: added; constraint public.t.t_a_is_positive: removed; applied again
