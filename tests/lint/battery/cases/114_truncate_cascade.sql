-- says: TRUNCATE … CASCADE
-- because: empties
-- 15: locks f AE, p AE; writes f*, p*
-- 18: locks f AE, p AE; writes f*, p*

-- statement:
truncate p cascade;
