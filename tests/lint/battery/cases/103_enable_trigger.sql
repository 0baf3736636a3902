-- says: ENABLE TRIGGER
-- 15: locks t SRE
-- 18: locks t SRE

-- statement:
alter table t enable trigger user;
