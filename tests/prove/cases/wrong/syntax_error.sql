-- before:
create table public.t (id integer);
-- apply:
alter table public.t add column a integer;
-- rollback:
alter table public.t drop colunm a;
-- expect: rollback fails: syntax error
