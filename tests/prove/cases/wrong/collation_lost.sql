-- before:
create table public.t (a text collate "C");
-- apply:
alter table public.t alter column a type varchar(10) collate "C";
-- rollback:
alter table public.t alter column a type text;
-- expect: not reversible: column public.t.a: collation
