-- says: A column without any limit
-- because: queue
-- 15: locks t AE
-- 18: locks t AE

-- statement:
-- lock_timeout: 0
alter table t add column z int;
