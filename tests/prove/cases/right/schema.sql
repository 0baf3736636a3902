-- before:
create table public.t (id integer);
-- apply:
create schema extra authorization prove_owner;
comment on schema extra is 'More.';
alter table public.t set schema extra;
-- rollback:
-- loses: nothing
alter table extra.t set schema public;
drop schema extra;
-- data:
insert into extra.t values (1);
-- expect: reversible
