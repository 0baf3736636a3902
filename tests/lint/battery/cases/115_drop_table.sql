-- says: DROP TABLE
-- 15: locks t AE
-- 18: locks t AE

-- statement:
drop table t;
