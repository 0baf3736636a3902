-- why: Its size is asked for.

create function public.get_size_$table(p_id bigint)
returns numeric
language sql
stable
parallel safe
called on null input
security invoker
return (select one.size from public.t$table as one where one.id = p_id);

comment on function public.get_size_$table(bigint) is 'The size of one.';
