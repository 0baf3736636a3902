-- before:
create table public.t (a integer primary key);
create publication changes for table public.t;
-- apply:
alter publication changes set (publish = 'insert, update');
-- rollback:
-- loses: nothing
alter publication changes set (publish = 'insert, update, delete, truncate');
-- expect: reversible
