-- before:
select 1;
-- apply:
create table public.t (id integer primary key) partition by hash (id);
create table public.t_0 partition of public.t for values with (modulus 2, remainder 0);
create table public.t_1 partition of public.t for values with (modulus 2, remainder 1);
create index t_id_idx on public.t (id);
-- rollback:
-- loses: every t
drop table public.t;
-- expect: reversible
