-- before:
create table public.t (id integer);
comment on table public.t is 'Things.';
-- apply:
comment on table public.t is 'Things that count.';
-- rollback:
comment on table public.t is 'Thing.';
-- expect: not reversible: table public.t: comment: Things. → Thing.
