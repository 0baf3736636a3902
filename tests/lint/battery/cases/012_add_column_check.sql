-- says: ADD COLUMN … CHECK
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add column z int check (z > 0);
