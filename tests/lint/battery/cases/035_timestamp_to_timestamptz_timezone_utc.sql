-- says: timestamp to timestamptz, TimeZone = UTC
-- 15: locks t AE
-- 18: locks t AE

-- statement:
set local timezone = 'UTC';
alter table t alter ts type timestamptz;
