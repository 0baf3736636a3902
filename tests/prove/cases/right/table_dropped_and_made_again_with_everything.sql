-- before:
create table public.a (id integer primary key);
create table public.t (id integer constraint t_pkey primary key, a_id integer constraint t_a_id_fkey references public.a (id) on delete cascade, b text default 'b');
create index t_b_idx on public.t (b);
comment on column public.t.b is 'B.';
alter table public.t enable row level security;
create policy t_policy on public.t using (id > 0);
grant select on public.t to prove_app;
insert into public.t (id) values (1);
-- apply:
drop table public.t;
-- rollback:
-- loses: public.t
create table public.t (id integer constraint t_pkey primary key, a_id integer constraint t_a_id_fkey references public.a (id) on delete cascade, b text default 'b');
create index t_b_idx on public.t (b);
comment on column public.t.b is 'B.';
alter table public.t enable row level security;
create policy t_policy on public.t using (id > 0);
grant select on public.t to prove_app;
-- expect: reversible
