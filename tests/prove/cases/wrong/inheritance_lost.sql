-- before:
create table public.parent (a integer);
create table public.child (b integer) inherits (public.parent);
-- apply:
alter table public.child no inherit public.parent;
-- rollback:
select 1;
-- expect: not reversible: public.child; applied again: … SQLSTATE 42P01
