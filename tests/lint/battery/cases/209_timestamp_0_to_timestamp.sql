-- says: timestamp(0) to timestamp
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
alter table t add column ts0 timestamp(0);

-- statement:
alter table t alter ts0 type timestamp;
