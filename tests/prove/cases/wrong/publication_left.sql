-- before:
create table public.t (a integer primary key);
-- apply:
create publication changes for table public.t;
-- rollback:
alter publication changes set (publish = 'insert');
-- expect: not reversible: publication changes: added; applied again: … publication "changes" already exists
