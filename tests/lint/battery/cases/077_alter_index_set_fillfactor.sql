-- says: ALTER INDEX SET (fillfactor)
-- 15: locks v_idx SUE
-- 18: locks v_idx SUE

-- statement:
alter index v_idx set (fillfactor = 80);
