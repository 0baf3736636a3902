-- says: SET (n_distinct)
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t alter c set (n_distinct = 10);
