-- says: A check beside a dropped column, in one statement
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add constraint z check (c > 0), drop column x;
