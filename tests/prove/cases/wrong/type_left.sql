-- before:
select 1;
-- apply:
create type public.state as enum ('new');
create table public.t (s public.state);
-- rollback:
-- loses: every t
drop table public.t;
-- expect: not reversible: type public.state: added; applied again: … type "state" already exists
