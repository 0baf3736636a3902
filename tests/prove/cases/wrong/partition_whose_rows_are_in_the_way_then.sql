-- before:
create table public.t (at date, a text) partition by range (at);
create table public.t_rest partition of public.t default;
-- apply:
create table public.t_2026 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
-- rollback:
-- loses: nothing
alter table public.t detach partition public.t_2026;
insert into public.t_rest select at, a from public.t_2026;
drop table public.t_2026;
-- data:
insert into public.t values ('2026-05-01', 'a'), ('2027-05-01', 'b');
-- expect: apply fails: with the sample data in: … (SQLSTATE 23514)
