-- says: A column with a check that is not valid, in one statement
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z int, add constraint z check (z > 0) not valid;
