-- says: REINDEX TABLE CONCURRENTLY
-- 15: locks t SUE; writes t_pkey, v_idx; reads t
-- 18: locks t SUE; writes t_pkey, v_idx; reads t

-- statement:
-- transactional: false
reindex table concurrently t;
