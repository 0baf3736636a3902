-- says: RENAME CONSTRAINT
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t rename constraint k_check to z;
