-- says: TRUNCATE
-- 15: locks t AE; writes t*
-- 18: locks t AE; writes t*

-- statement:
truncate t;
