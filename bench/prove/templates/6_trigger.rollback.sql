-- loses: nothing

drop policy t${table}_policy on public.t$table;
alter table public.t$table disable row level security;
drop trigger touch on public.t$table;
drop function public.touch_$table();
