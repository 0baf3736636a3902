-- says: SET ACCESS METHOD, another
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- set-up:
create access method heap2 type table handler heap_tableam_handler;

-- statement:
alter table t set access method heap2;
