-- says: SET STATISTICS
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t alter c set statistics 10;
