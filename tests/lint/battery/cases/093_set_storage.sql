-- says: SET STORAGE
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter x set storage external;
