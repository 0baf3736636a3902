-- before:
select 1;
-- apply:
create table public.t (id integer generated always as identity constraint t_pkey primary key, a text not null default 'x', constraint t_a_check check (a <> ''));
comment on table public.t is 'Things.';
comment on column public.t.a is 'What it is.';
grant select, insert on public.t to prove_app;
grant update (a) on public.t to prove_app;
-- rollback:
-- loses: every thing
drop table public.t;
-- expect: reversible
