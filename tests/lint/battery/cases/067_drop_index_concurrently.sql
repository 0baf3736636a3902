-- says: DROP INDEX CONCURRENTLY
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
-- transactional: false
drop index concurrently v_idx;
