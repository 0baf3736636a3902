-- before:
create table public.t (at date, a text) partition by range (at);
create table public.t_2026 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
alter table public.t_2026 add constraint t_2026_at_check check (at >= '2026-01-01' and at < '2027-01-01' and at is not null);
-- apply:
-- transactional: false
alter table public.t detach partition public.t_2026 concurrently;
-- rollback:
-- loses: nothing
alter table public.t attach partition public.t_2026 for values from ('2026-01-01') to ('2027-01-01');
-- expect: reversible
