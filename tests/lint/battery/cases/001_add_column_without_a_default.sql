-- says: ADD COLUMN without a default
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z int;
