-- loses: nothing

drop view public.done_$table;
