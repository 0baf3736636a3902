-- loses: all rows

drop table public.t$number;
