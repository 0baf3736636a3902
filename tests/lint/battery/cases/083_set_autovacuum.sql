-- says: SET (autovacuum_…)
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t set (autovacuum_enabled = off);
