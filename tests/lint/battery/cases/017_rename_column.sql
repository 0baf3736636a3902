-- says: RENAME COLUMN
-- because: clients
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t rename column c to z;
