-- before:
select 1;
-- apply:
create table public.a (id integer primary key);
create table public.b (id integer references public.a (id));
-- rollback:
-- loses: every a and b
drop table public.a;
drop table public.b;
-- expect: rollback fails: SQLSTATE 2BP01
