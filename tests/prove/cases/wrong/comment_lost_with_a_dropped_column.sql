-- before:
create table public.t (a integer, b integer);
comment on column public.t.b is 'How much.';
-- apply:
alter table public.t drop column b;
-- rollback:
alter table public.t add column b integer;
-- expect: not reversible: column public.t.b: comment
