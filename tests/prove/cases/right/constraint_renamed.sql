-- before:
create table public.t (a integer constraint t_a_key unique);
-- apply:
alter table public.t rename constraint t_a_key to t_a_is_unique_key;
-- rollback:
-- loses: nothing
alter table public.t rename constraint t_a_is_unique_key to t_a_key;
-- expect: reversible
