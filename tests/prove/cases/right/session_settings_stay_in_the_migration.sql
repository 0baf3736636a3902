-- before:
create schema extra;
-- apply:
set search_path = extra;
create table t (id integer);
-- rollback:
-- loses: every t
set search_path = extra;
drop table t;
-- expect: reversible
