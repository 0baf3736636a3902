-- says: A column in a file that is no transaction, with a limit
-- 15: locks t AE
-- 18: locks t AE

-- statement:
-- transactional: false
-- lock_timeout: 2s
alter table t add column z int;
