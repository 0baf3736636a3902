-- before:
create table public.t (id serial);
-- apply:
alter table public.t alter column id drop default;
drop sequence public.t_id_seq;
alter table public.t alter column id add generated always as identity;
-- rollback:
alter table public.t alter column id drop identity;
-- expect: not reversible: column public.t.id: default; sequence public.t_id_seq: removed; applied again
