-- before:
create table public.t (a integer);
create table public.kept (a integer);
create materialized view public.m as select a from public.t;
-- apply:
drop materialized view public.m;
insert into public.kept select a from public.t;
delete from public.t;
insert into public.t select a from public.kept;
create materialized view public.m as select a from public.t;
delete from public.kept;
-- rollback:
-- loses: nothing
drop materialized view public.m;
insert into public.kept select a from public.t;
delete from public.t;
create materialized view public.m as select a from public.t;
insert into public.t select a from public.kept;
delete from public.kept;
-- data:
insert into public.t values (1), (2);
refresh materialized view public.m;
-- expect: loses data: materialized view public.m: has neither
