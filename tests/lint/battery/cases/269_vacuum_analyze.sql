-- says: VACUUM ANALYZE
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
-- transactional: false
vacuum analyze t;
