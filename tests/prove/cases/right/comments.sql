-- before:
create table public.t (id integer constraint t_pkey primary key);
comment on table public.t is 'Things.';
-- apply:
comment on table public.t is 'Things that count.';
comment on column public.t.id is 'Which.';
comment on constraint t_pkey on public.t is 'The key.';
-- rollback:
-- loses: nothing
comment on constraint t_pkey on public.t is null;
comment on column public.t.id is null;
comment on table public.t is 'Things.';
-- expect: reversible
