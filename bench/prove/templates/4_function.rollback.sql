-- loses: nothing

drop function public.get_size_$table(bigint);
