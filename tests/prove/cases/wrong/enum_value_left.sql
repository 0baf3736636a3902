-- before:
create type public.state as enum ('new', 'done');
-- apply:
alter type public.state add value 'lost' before 'done';
-- rollback:
select 1;
-- expect: not reversible: type public.state; applied again: … enum label "lost" already exists
