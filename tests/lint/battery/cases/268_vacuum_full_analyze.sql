-- says: VACUUM (FULL, ANALYZE)
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
-- transactional: false
vacuum (full, analyze) t;
