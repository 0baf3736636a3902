-- before:
select 1;
-- apply:
alter default privileges in schema public grant select on tables to prove_app;
-- rollback:
alter default privileges in schema public revoke select on sequences from prove_app;
-- expect: not reversible: default privileges
