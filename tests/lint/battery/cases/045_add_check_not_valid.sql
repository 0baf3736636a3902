-- says: ADD CHECK NOT VALID
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add check (c > 0) not valid;
