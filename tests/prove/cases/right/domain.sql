-- before:
create domain public.percent as integer;
create table public.t (p public.percent);
-- apply:
alter domain public.percent add constraint percent_check check (value between 0 and 100);
alter domain public.percent set default 0;
-- rollback:
-- loses: nothing
alter domain public.percent drop default;
alter domain public.percent drop constraint percent_check;
-- data:
insert into public.t values (50);
-- expect: reversible
