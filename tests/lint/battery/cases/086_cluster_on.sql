-- says: CLUSTER ON
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t cluster on v_idx;
