-- before:
create table public.t (during tstzrange);
-- apply:
alter table public.t add constraint t_during_excl exclude using gist (during with &&);
-- rollback:
-- loses: nothing
alter table public.t drop constraint t_during_excl;
-- expect: reversible
