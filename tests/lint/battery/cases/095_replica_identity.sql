-- says: REPLICA IDENTITY
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t replica identity full;
