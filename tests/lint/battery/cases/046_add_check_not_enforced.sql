-- says: ADD CHECK NOT ENFORCED
-- since: 18
-- 18: locks t AE

-- statement:
alter table t add check (c > 0) not enforced;
