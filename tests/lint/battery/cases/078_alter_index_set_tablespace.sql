-- says: ALTER INDEX SET TABLESPACE
-- 15: locks v_idx AE; writes v_idx; waits reads and writes on t
-- 18: locks v_idx AE; writes v_idx; waits reads and writes on t

-- statement:
alter index v_idx set tablespace battery_space;
