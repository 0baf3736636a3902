-- why: It is looked for by name and time.

create index t${table}_name_idx on public.t$table (name);
create unique index t${table}_name_made_at_idx on public.t$table (name, made_at) where size > 0;
