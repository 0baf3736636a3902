-- why: What is done is asked for often.

create view public.done_$table with (security_invoker = true) as
select one.id, one.name, public.get_size_$table(one.id) as size
from public.t$table as one
where one.state = 'done';

comment on view public.done_$table is 'What is done.';
