-- before:
create table public.t (id integer);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger t_f before insert or update on public.t for each row execute function public.f();
-- apply:
drop trigger t_f on public.t;
-- rollback:
create trigger t_f before insert on public.t for each row execute function public.f();
-- expect: not reversible: trigger public.t.t_f
