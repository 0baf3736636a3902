-- before:
create table public.t (a integer);
-- apply:
alter table public.t rename column a to b;
-- rollback:
-- loses: every b
alter table public.t drop column b;
alter table public.t add column c integer;
-- expect: not reversible: column public.t.a: removed; column public.t.c: added; applied again
