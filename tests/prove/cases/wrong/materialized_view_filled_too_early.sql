-- before:
create table public.t (a integer);
insert into public.t values (1), (2);
create table public.kept (a integer);
create materialized view public.m as select a from public.t;
-- apply:
insert into public.kept select a from public.t;
drop materialized view public.m;
delete from public.t;
-- rollback:
-- loses: nothing
create materialized view public.m as select a from public.t;
insert into public.t select a from public.kept;
delete from public.kept;
-- expect: loses data: materialized view public.m: has neither
