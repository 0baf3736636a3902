-- says: REFRESH MATERIALIZED VIEW
-- 15: locks m AE, p AS; writes m, m_idx; reads p; waits reads and writes on m
-- 18: locks m AE, p AS; writes m, m_idx; reads p; waits reads and writes on m

-- statement:
refresh materialized view m;
