-- before:
create table public.t (a integer, b integer constraint t_b_check check (b > 0));
-- apply:
alter table public.t drop column b;
-- rollback:
alter table public.t add column b integer;
-- expect: not reversible: constraint public.t.t_b_check: removed
