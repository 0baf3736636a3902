-- says: RENAME of a view
-- 15: locks w AE
-- 18: locks w AE

-- statement:
alter view w rename to z;
