-- before:
create table public.countries (code text primary key);
insert into public.countries values ('uz'), ('su');
-- apply:
delete from public.countries where code = 'su';
-- rollback:
-- loses: nothing
select 1;
-- expect: loses data: rows of public.countries: 1 of 2 lost
