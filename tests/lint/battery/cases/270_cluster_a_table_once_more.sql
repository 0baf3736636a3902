-- says: CLUSTER a table once more
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- set-up:
alter table t cluster on v_idx;

-- statement:
cluster t;
