-- before:
create table public.t (a varchar(20));
-- apply:
alter table public.t alter column a type varchar(40);
-- rollback:
alter table public.t alter column a type varchar;
-- expect: not reversible: column public.t.a: type
