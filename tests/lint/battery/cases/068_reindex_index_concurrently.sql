-- says: REINDEX INDEX CONCURRENTLY
-- 15: locks t SUE; writes v_idx; reads t
-- 18: locks t SUE; writes v_idx; reads t

-- statement:
-- transactional: false
reindex index concurrently v_idx;
