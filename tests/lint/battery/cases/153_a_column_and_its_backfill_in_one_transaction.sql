-- says: A column and its backfill in one transaction
-- because: blocks
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add column z int;
update t set z = c;
