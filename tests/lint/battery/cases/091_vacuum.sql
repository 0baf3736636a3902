-- says: VACUUM
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
-- transactional: false
vacuum t;
