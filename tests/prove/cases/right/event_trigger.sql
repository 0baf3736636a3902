-- before:
select 1;
-- apply:
create function public.on_ddl() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE') execute function public.on_ddl();
-- rollback:
-- loses: nothing
drop event trigger watch;
drop function public.on_ddl();
-- expect: reversible
