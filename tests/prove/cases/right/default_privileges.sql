-- before:
select 1;
-- apply:
alter default privileges in schema public grant select on tables to prove_app;
alter default privileges revoke execute on functions from public;
-- rollback:
-- loses: nothing
alter default privileges grant execute on functions to public;
alter default privileges in schema public revoke select on tables from prove_app;
-- expect: reversible
