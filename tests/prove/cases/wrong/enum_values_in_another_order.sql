-- before:
create type public.state as enum ('new', 'done');
create table public.t (id integer, s public.state);
-- apply:
alter type public.state add value 'lost' before 'done';
-- rollback:
alter type public.state rename to state_old;
create type public.state as enum ('done', 'new');
alter table public.t alter column s type public.state using s::text::public.state;
drop type public.state_old;
-- expect: not reversible: type public.state: labels: new, done → done, new; applied again: type public.state: labels
