-- before:
create table public.t (id integer, owner text);
-- apply:
alter table public.t enable row level security;
alter table public.t force row level security;
create policy t_read on public.t for select to prove_app using (owner = current_user);
create policy t_write on public.t as restrictive for insert with check (owner <> '');
comment on policy t_read on public.t is 'Your own.';
-- rollback:
-- loses: nothing
drop policy t_write on public.t;
drop policy t_read on public.t;
alter table public.t no force row level security;
alter table public.t disable row level security;
-- data:
insert into public.t values (1, 'postgres');
-- expect: reversible
