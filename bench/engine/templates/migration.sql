-- why: A table and its index, as most migrations are.

create table public.t$number (id integer, x text);
create index t${number}_x_idx on public.t$number (x);
