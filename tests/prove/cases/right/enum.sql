-- before:
select 1;
-- apply:
create type public.state as enum ('new', 'done');
comment on type public.state is 'How far it is.';
-- rollback:
-- loses: nothing
drop type public.state;
-- expect: reversible
