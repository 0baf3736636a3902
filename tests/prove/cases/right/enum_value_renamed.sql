-- before:
create type public.state as enum ('new', 'done');
create table public.t (s public.state default 'new');
-- apply:
alter type public.state rename value 'new' to 'open';
-- rollback:
-- loses: nothing
alter type public.state rename value 'open' to 'new';
-- data:
insert into public.t values ('done'), (default);
-- expect: reversible
