-- before:
create table public.t (id integer);
create function public.f() returns integer language sql return 1;
-- apply:
alter table public.t owner to prove_owner;
alter function public.f() owner to prove_owner;
-- rollback:
-- loses: nothing
alter function public.f() owner to current_user;
alter table public.t owner to current_user;
-- expect: reversible
