-- says: numeric, more digits, same scale
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter n type numeric(12, 2);
