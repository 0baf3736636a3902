-- before:
create table public.t (a integer);
-- apply:
create rule t_quiet as on delete to public.t do instead nothing;
-- rollback:
alter table public.t disable rule t_quiet;
-- expect: not reversible: rule; applied again: … SQLSTATE 42710
