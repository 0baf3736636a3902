-- says: ADD COLUMN … DEFAULT … CHECK
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add column z int default 1 check (z > 0);
