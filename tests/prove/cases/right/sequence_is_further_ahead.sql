-- before:
create table public.t (id bigint generated always as identity primary key, a text);
insert into public.t (a) values ('a'), ('b');
-- apply:
insert into public.t (a) values ('c'), ('d'), ('e');
-- rollback:
-- loses: nothing
delete from public.t where a in ('c', 'd', 'e');
-- expect: reversible
