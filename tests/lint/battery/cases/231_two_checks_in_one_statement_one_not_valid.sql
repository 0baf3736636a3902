-- says: Two checks in one statement, one not valid
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add constraint z check (c > 0), add constraint y check (c < 9999) not valid;
