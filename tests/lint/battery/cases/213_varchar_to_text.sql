-- says: varchar[] to text[]
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- set-up:
alter table t add column many varchar[];

-- statement:
alter table t alter many type text[];
