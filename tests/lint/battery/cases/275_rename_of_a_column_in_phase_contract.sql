-- says: RENAME of a column in phase contract
-- 15: locks t AE
-- 18: locks t AE

-- statement:
-- phase: contract
alter table t rename column c to z;
