-- before:
create table public.t (at date) partition by range (at);
create table public.t_2026 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
-- apply:
alter table public.t detach partition public.t_2026;
-- rollback:
alter table public.t attach partition public.t_2026 for values from ('2026-01-01') to ('2026-12-31');
-- expect: not reversible: table public.t_2026
