-- says: ADD COLUMN NOT NULL without a default
-- because: fails
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add column z int not null;
