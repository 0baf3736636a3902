-- before:
create table public.t (at date) partition by range (at);
-- apply:
create table public.t_2026 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
-- rollback:
alter table public.t detach partition public.t_2026;
-- expect: not reversible: table public.t_2026: added; applied again: … relation "t_2026" already exists
