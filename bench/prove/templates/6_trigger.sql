-- why: Who may read it depends on its state.

create function public.touch_$table()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$$$
begin
    new.made_at := now();
    return new;
end
$$$$;

create trigger touch before update on public.t$table
for each row execute function public.touch_$table();

alter table public.t$table enable row level security;
create policy t${table}_policy on public.t$table using (state = 'done');
