-- before:
select 1;
-- apply:
create collation public.plain (locale = 'C');
create table public.t (a text collate public.plain);
-- rollback:
-- loses: every t
drop table public.t;
drop collation public.plain;
-- expect: reversible
