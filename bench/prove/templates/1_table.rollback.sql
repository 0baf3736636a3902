-- loses: every row

drop table public.t$number;
