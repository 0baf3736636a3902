-- before:
select 1;
-- apply:
create schema extra;
create table extra.t (id integer);
-- rollback:
-- loses: every t
drop table extra.t;
-- expect: not reversible: schema extra: added; applied again: … schema "extra" already exists
