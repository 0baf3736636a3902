-- says: DROP VIEW
-- 15: locks w AE
-- 18: locks w AE

-- statement:
drop view w;
