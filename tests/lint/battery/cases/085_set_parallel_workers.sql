-- says: SET (parallel_workers)
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
alter table t set (parallel_workers = 2);
