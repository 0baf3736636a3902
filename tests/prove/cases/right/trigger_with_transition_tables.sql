-- before:
create table public.t (id integer);
create function public.f() returns trigger language plpgsql as 'begin return null; end';
-- apply:
create trigger t_f after update on public.t referencing old table as gone new table as come for each statement execute function public.f();
-- rollback:
-- loses: nothing
drop trigger t_f on public.t;
-- expect: reversible
