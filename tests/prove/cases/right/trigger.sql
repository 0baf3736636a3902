-- before:
create table public.t (id integer, changed_at timestamptz);
-- apply:
create function public.touch() returns trigger language plpgsql as $$
begin
    new.changed_at := now();
    return new;
end
$$;
create trigger t_touch before update of id on public.t for each row when (old.id is distinct from new.id) execute function public.touch();
alter table public.t enable always trigger t_touch;
comment on trigger t_touch on public.t is 'Sets changed_at.';
-- rollback:
-- loses: nothing
drop trigger t_touch on public.t;
drop function public.touch();
-- data:
insert into public.t values (1);
-- expect: reversible
