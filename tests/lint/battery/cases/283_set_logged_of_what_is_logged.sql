-- says: SET LOGGED of what is logged
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t set logged;
