-- says: VACUUM (FULL) of a materialized view
-- 15: locks m AE; writes m, m_idx; waits reads and writes on m
-- 18: locks m AE; writes m, m_idx; waits reads and writes on m

-- statement:
-- transactional: false
vacuum (full) m;
