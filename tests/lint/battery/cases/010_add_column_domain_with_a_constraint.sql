-- says: ADD COLUMN, domain with a constraint
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
alter table t add column z checked;
