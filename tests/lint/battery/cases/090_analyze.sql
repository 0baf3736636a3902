-- says: ANALYZE
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
analyze t;
