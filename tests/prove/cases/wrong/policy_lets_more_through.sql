-- before:
create table public.t (id integer);
create policy t_policy on public.t for select using (id > 0);
-- apply:
drop policy t_policy on public.t;
-- rollback:
create policy t_policy on public.t using (id > 0);
-- expect: not reversible: policy public.t.t_policy
