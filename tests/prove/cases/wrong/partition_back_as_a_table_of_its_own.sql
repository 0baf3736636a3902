-- before:
create table public.t (at date) partition by range (at);
create table public.t_2026 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
-- apply:
drop table public.t_2026;
-- rollback:
create table public.t_2026 (at date);
-- expect: not reversible: table public.t_2026
