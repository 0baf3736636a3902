-- says: A column and its index in one transaction
-- 15: locks t AE; builds z_idx; reads t; waits reads and writes on t
-- 18: locks t AE; builds z_idx; reads t; waits reads and writes on t

-- statement:
alter table t add column z int;
create index z_idx on t (z);
