-- before:
create table public.t (id integer) with (fillfactor = 90);
-- apply:
alter table public.t set (fillfactor = 70, autovacuum_enabled = false);
-- rollback:
-- loses: nothing
alter table public.t set (fillfactor = 90);
alter table public.t reset (autovacuum_enabled);
-- expect: reversible
