-- before:
create table public.t (id integer, a text);
create index t_a_idx on public.t (a);
-- apply:
alter table public.t rename column a to b;
-- rollback:
-- loses: nothing
alter table public.t rename column b to a;
-- data:
insert into public.t values (1, 'one');
-- expect: reversible
