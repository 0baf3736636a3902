-- says: timestamp to timestamptz, the time zone is not said
-- because: zone
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter ts type timestamptz;
