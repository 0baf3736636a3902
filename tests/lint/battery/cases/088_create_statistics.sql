-- says: CREATE STATISTICS
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
create statistics z on c, k from t;
