-- says: SET SCHEMA
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create schema other;

-- statement:
alter table t set schema other;
