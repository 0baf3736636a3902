-- says: timestamp to timestamptz, another TimeZone
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
set local timezone = 'Europe/Berlin';
alter table t alter ts type timestamptz;
