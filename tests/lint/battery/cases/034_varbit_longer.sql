-- says: varbit, longer
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter b type varbit(16);
