-- says: SET (toast_tuple_target)
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t set (toast_tuple_target = 256);
