-- before:
create table public.t (id integer);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger t_f before insert on public.t for each row execute function public.f();
-- apply:
alter table public.t disable trigger t_f;
-- rollback:
select 1;
-- expect: not reversible: trigger public.t.t_f: enabled
