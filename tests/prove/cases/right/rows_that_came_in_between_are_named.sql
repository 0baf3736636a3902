-- before:
create table public.countries (code text primary key, name text);
-- apply:
alter table public.countries add constraint countries_code_check check (code <> '');
-- rollback:
-- loses: countries without a name
alter table public.countries drop constraint countries_code_check;
delete from public.countries where name is null;
-- data:
insert into public.countries values ('kz', 'Kazakhstan'), ('kg', null);
-- expect: reversible
