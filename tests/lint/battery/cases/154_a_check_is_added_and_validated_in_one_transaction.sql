-- says: A check is added and validated in one transaction
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add constraint z check (c > 0) not valid;
alter table t validate constraint z;
