-- says: ADD COLUMN IF NOT EXISTS, it exists
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column if not exists c int;
