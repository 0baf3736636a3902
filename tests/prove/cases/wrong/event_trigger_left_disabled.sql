-- before:
create function public.on_ddl() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end execute function public.on_ddl();
-- apply:
alter event trigger watch disable;
-- rollback:
select 1;
-- expect: not reversible: event trigger watch: enabled
