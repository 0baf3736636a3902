-- before:
create table public.t (id integer);
alter table public.t enable row level security;
create policy t_policy on public.t using (id > 0);
-- apply:
drop policy t_policy on public.t;
alter table public.t disable row level security;
-- rollback:
alter table public.t enable row level security;
-- expect: not reversible: policy public.t.t_policy: removed; applied again: … policy "t_policy" for table "t" does not exist
