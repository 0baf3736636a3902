-- says: SET (fillfactor)
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t set (fillfactor = 80);
