-- before:
create table public.t (id integer);
insert into public.t values (1);
-- apply:
-- irreversible: the law says that these rows must go
delete from public.t;
-- expect: irreversible: the law says that these rows must go
