-- before:
create table public.t (id integer primary key, done boolean);
insert into public.t (id) values (1), (2), (3);
-- apply:
-- repeat: until 0 rows
update public.t set done = true where id in (select id from public.t where done is null limit 1);
-- rollback:
-- loses: nothing
update public.t set done = false where done;
-- expect: loses data: column public.t.done: values differ
