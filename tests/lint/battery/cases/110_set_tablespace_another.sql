-- says: SET TABLESPACE, another
-- 15: locks t AE; writes t; waits reads and writes on t
-- 18: locks t AE; writes t; waits reads and writes on t

-- statement:
alter table t set tablespace battery_space;
