-- says: SET TABLESPACE, the same
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t set tablespace pg_default;
