-- before:
create table public.t (id integer);
create function public.f() returns trigger language plpgsql as 'begin return null; end';
-- apply:
create constraint trigger t_f after insert on public.t deferrable initially deferred for each row execute function public.f();
-- rollback:
-- loses: nothing
drop trigger t_f on public.t;
-- data:
insert into public.t values (1);
-- expect: reversible
