-- says: ADD COLUMN twice, one of them volatile
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
alter table t add column z int, add column y uuid default gen_random_uuid();
