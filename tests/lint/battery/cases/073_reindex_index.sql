-- says: REINDEX INDEX
-- 15: locks t S, v_idx AE; writes v_idx; reads t; waits reads and writes on t
-- 18: locks t S, v_idx AE; writes v_idx; reads t; waits reads and writes on t

-- statement:
reindex index v_idx;
