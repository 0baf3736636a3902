-- before:
create table public.t (a integer, b integer generated always as (a * 2) stored);
-- apply:
alter table public.t alter column b drop expression;
-- rollback:
alter table public.t drop column b;
alter table public.t add column b integer;
-- expect: not reversible: column public.t.b; applied again
