-- says: ADD COLUMN … UNIQUE
-- 15: locks t AE; builds t_z_key; reads t; waits reads and writes on t
-- 18: locks t AE; builds t_z_key; reads t; waits reads and writes on t

-- statement:
alter table t add column z int unique;
