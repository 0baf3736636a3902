-- says: REINDEX TABLE
-- 15: locks t S, t_pkey AE, v_idx AE; writes t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t S, t_pkey AE, v_idx AE; writes t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
reindex table t;
