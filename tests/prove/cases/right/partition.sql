-- before:
create table public.t (at date, a text) partition by range (at);
create table public.t_rest partition of public.t default;
-- apply:
create table public.t_2026 (like public.t);
with moved as (
    delete from public.t_rest where at >= '2026-01-01' and at < '2027-01-01' returning at, a
)
insert into public.t_2026 select at, a from moved;
alter table public.t attach partition public.t_2026 for values from ('2026-01-01') to ('2027-01-01');
-- rollback:
-- loses: nothing; the rows of the year go to the default partition
alter table public.t detach partition public.t_2026;
insert into public.t_rest select at, a from public.t_2026;
drop table public.t_2026;
-- data:
insert into public.t values ('2026-05-01', 'a'), ('2027-05-01', 'b');
-- expect: reversible
