-- says: ADD COLUMN, domain without a constraint
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z plain;
