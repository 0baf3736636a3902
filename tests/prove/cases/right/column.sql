-- before:
create table public.t (id integer);
-- apply:
alter table public.t add column a integer not null default 0, add column b text;
-- rollback:
-- loses: every a and b
alter table public.t drop column b, drop column a;
-- data:
insert into public.t values (1, 2, 'three');
-- expect: reversible
