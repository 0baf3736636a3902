-- before:
create table public.t (a integer);
alter table public.t enable row level security;
create policy t_policy on public.t using (a > 0);
-- apply:
alter table public.t add column b integer;
-- rollback:
-- loses: every b
create table public.t_new (a integer);
insert into public.t_new select a from public.t;
drop table public.t;
alter table public.t_new rename to t;
-- expect: not reversible: policy public.t.t_policy: removed; table public.t: row security lost; applied again
