-- says: UPDATE
-- because: rows
-- 15: locks t RE; reads t
-- 18: locks t RE; reads t

-- statement:
update t set c = 1;
