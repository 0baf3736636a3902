-- before:
create type public.state as enum ('new', 'done');
create table public.t (s public.state);
-- apply:
alter type public.state add value 'lost' before 'done';
-- rollback:
-- loses: that a t.s was lost: it is new again
alter type public.state rename to state_with_lost;
create type public.state as enum ('new', 'done');
alter table public.t
    alter column s type public.state using (
        case s::text when 'lost' then 'new' else s::text end
    )::public.state;
drop type public.state_with_lost;
-- data:
insert into public.t values ('new'), ('lost');
-- expect: reversible
