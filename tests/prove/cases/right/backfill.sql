-- before:
create table public.t (id integer primary key, done boolean);
insert into public.t (id) select generate_series(1, 25);
-- apply:
-- repeat: until 0 rows
update public.t set done = true where id in (select id from public.t where done is null limit 10);
-- rollback:
-- loses: nothing
-- repeat: until 0 rows
update public.t set done = null where id in (select id from public.t where done limit 10);
-- expect: reversible
