-- before:
create view public.v as select 1 as one;
comment on view public.v is 'One.';
-- apply:
drop view public.v;
-- rollback:
create view public.v as select 1 as one;
-- expect: not reversible: view public.v: comment
