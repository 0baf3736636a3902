-- says: ALTER SEQUENCE
-- 15: locks s SRE
-- 18: locks s SRE

-- statement:
alter sequence s increment 2;
