-- before:
create table public.t (id integer);
-- apply:
alter table public.t enable row level security;
alter table public.t force row level security;
-- rollback:
alter table public.t no force row level security;
-- expect: not reversible: table public.t: now row security
