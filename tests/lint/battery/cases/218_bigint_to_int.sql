-- says: bigint to int
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- set-up:
alter table t add column big bigint;

-- statement:
alter table t alter big type int;
