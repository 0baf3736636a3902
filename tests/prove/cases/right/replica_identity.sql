-- before:
create table public.t (a integer not null);
create unique index t_a_key on public.t (a);
-- apply:
alter table public.t replica identity using index t_a_key;
-- rollback:
-- loses: nothing
alter table public.t replica identity default;
-- expect: reversible
