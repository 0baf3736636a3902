-- says: RENAME of an index
-- 15: locks v_idx SUE
-- 18: locks v_idx SUE

-- statement:
alter index v_idx rename to z;
