-- says: timestamp to timestamptz, indexed, TimeZone = UTC
-- 15: locks t AE; writes ts_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes ts_idx; reads t; waits reads and writes on t

-- set-up:
create index ts_idx on t (ts);

-- statement:
set local timezone = 'UTC';
alter table t alter ts type timestamptz;
