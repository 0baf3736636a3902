-- says: RENAME TO
-- because: clients
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t rename to t2;
