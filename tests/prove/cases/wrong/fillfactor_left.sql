-- before:
create table public.t (a text);
-- apply:
alter table public.t set (fillfactor = 70);
-- rollback:
alter table public.t set (fillfactor = 100);
-- expect: not reversible: table public.t: option fillfactor
