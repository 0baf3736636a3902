-- before:
create table public.t (a integer);
-- apply:
create rule t_quiet as on delete to public.t do instead nothing;
-- rollback:
-- loses: nothing
drop rule t_quiet on public.t;
-- expect: reversible
