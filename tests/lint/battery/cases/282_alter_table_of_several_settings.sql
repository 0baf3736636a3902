-- says: ALTER TABLE of several settings
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t set (fillfactor = 80), alter c set statistics 10;
