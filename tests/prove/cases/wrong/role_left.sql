-- before:
select 1;
-- apply:
create role prove_role_left;
-- rollback:
select 1;
-- expect: not reversible: applied again: … role "prove_role_left" already exists (SQLSTATE 42710)
