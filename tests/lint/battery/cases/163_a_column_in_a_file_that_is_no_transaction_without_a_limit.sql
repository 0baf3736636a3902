-- says: A column in a file that is no transaction, without a limit
-- because: queue
-- 15: locks t AE
-- 18: locks t AE

-- statement:
-- transactional: false
alter table t add column z int;
